package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.session.Session;
import dev.stationmaster.engine.session.SessionReport;
import dev.stationmaster.engine.session.SessionReport.Subscribed;
import dev.stationmaster.engine.subject.SubjectPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/subsz`: the routing table in numbers and, when asked, in full. Our tree has no cache, so those numbers are 0.
final class SubszPage implements Page {
    private final MonitorSources sources;

    SubszPage(MonitorSources sources) {
        this.sources = sources;
    }

    @Override
    public Answer answer(Query query) {
        String test = query.text("test");
        if (!test.isEmpty() && !SubjectPattern.isValidSubject(test)) {
            throw new Query.BadParameter("test", test, "a literal subject");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        List<Map<String, Object>> all = query.flag("subs") ? list(test) : List.of();
        if (!all.isEmpty()) {
            json.put("server_id", sources.identity().serverId());
            json.put("now", Instant.now().toString());
        }
        json.put("num_subscriptions", sources.board().subscriptionCount());
        json.put("num_cache", 0);
        json.put("num_inserts", sources.board().insertCount());
        json.put("num_removes", sources.board().insertCount() - sources.board().subscriptionCount());
        json.put("num_matches", sources.counters().inMessages());
        json.put("cache_hit_rate", 0);
        json.put("max_fanout", 0);
        json.put("avg_fanout", 0);
        if (!all.isEmpty()) {
            int from = Math.min(query.offset(), all.size());
            List<Map<String, Object>> shown = all.subList(from, Math.min(from + query.limit(), all.size()));
            json.put("total", shown.size());
            json.put("offset", query.offset());
            json.put("limit", query.limit());
            json.put("subscriptions_list", shown);
        }
        return Answer.ok(json);
    }

    static Map<String, Object> describe(Subscribed subscribed, long clientId) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("account", "$G");
        json.put("subject", subscribed.subject());
        if (!subscribed.queue().isEmpty()) {
            json.put("qgroup", subscribed.queue());
        }
        json.put("sid", subscribed.sid());
        json.put("msgs", subscribed.delivered());
        if (subscribed.max() > 0) {
            json.put("max", subscribed.max());
        }
        json.put("cid", clientId);
        return json;
    }

    private List<Map<String, Object>> list(String test) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Session session : sources.sessions().sessions()) {
            SessionReport report = session.report();
            for (Subscribed each : report.subscriptions()) {
                if (test.isEmpty() || SubjectPattern.matches(each.subject(), test)) {
                    all.add(describe(each, report.clientId()));
                }
            }
        }
        return all;
    }
}
