package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.monitor.Page.Answer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pages that are a few fields each.
final class SmallPages {
    private static final String ACCOUNT = "$G";

    private final MonitorSources sources;

    SmallPages(MonitorSources sources) {
        this.sources = sources;
    }

    Answer healthz(Query query) {
        boolean details = query.flag("details");
        boolean liveness = query.flag("js-enabled-only") || query.flag("js-enabled");
        if (!sources.serving().getAsBoolean()) {
            return problem(500, "error", "client connections are not accepted yet", "CONNECTION", details);
        }
        Optional<String> problem =
                liveness ? Optional.empty() : sources.report().problem();
        return problem.map(text -> problem(503, "unavailable", text, "JETSTREAM", details))
                .orElseGet(() -> Answer.ok(Map.of("status", "ok")));
    }

    Answer routez(Query query) {
        query.text("subs");
        List<Map<String, Object>> routes = sources.report().routes();
        Map<String, Object> json = header();
        json.put("server_name", sources.identity().serverName());
        json.put("num_routes", routes.size());
        json.put("routes", routes);
        return Answer.ok(json);
    }

    Answer jsz(Query query) {
        Map<String, Object> json = header();
        StreamsQuery asked = StreamsQuery.of(query);
        Map<String, Object> streams = sources.report()
                .streams(asked)
                .orElseThrow(() -> new Query.BadParameter("leader-only", "true", "for a node that does not lead"));
        json.putAll(streams);
        return Answer.ok(json);
    }

    Answer accountz(Query query) {
        Map<String, Object> json = header();
        String account = query.text("acc");
        if (account.isEmpty()) {
            json.put("accounts", List.of(ACCOUNT));
            return Answer.ok(json);
        }
        if (!account.equals(ACCOUNT)) {
            throw new Query.BadParameter("acc", account, "an account of this server");
        }
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("account_name", ACCOUNT);
        detail.put("update_time", sources.start().toString());
        detail.put("expired", false);
        detail.put("complete", true);
        detail.put("jetstream_enabled", true);
        detail.put("leafnode_connections", 0);
        detail.put("client_connections", sources.counters().connections());
        detail.put("subscriptions", sources.board().subscriptionCount());
        json.put("account_detail", detail);
        return Answer.ok(json);
    }

    Answer accstatz(Query query) {
        Map<String, Object> json = header();
        boolean shown = query.flag("unused") || sources.counters().connections() > 0;
        json.put("account_statz", shown ? List.of(accountStatistics()) : List.of());
        return Answer.ok(json);
    }

    Answer gatewayz(Query query) {
        query.text("gw_name");
        Map<String, Object> json = header();
        json.put("outbound_gateways", Map.of());
        json.put("inbound_gateways", Map.of());
        return Answer.ok(json);
    }

    Answer leafz(Query query) {
        query.text("acc");
        Map<String, Object> json = header();
        json.put("leafnodes", 0);
        json.put("leafs", List.of());
        return Answer.ok(json);
    }

    private Map<String, Object> accountStatistics() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("acc", ACCOUNT);
        json.put("conns", sources.counters().connections());
        json.put("leafnodes", 0);
        json.put("total_conns", sources.counters().connections());
        json.put("num_subscriptions", sources.board().subscriptionCount());
        json.put(
                "sent",
                Map.of(
                        "msgs",
                        sources.counters().outMessages(),
                        "bytes",
                        sources.counters().outBytes()));
        json.put(
                "received",
                Map.of(
                        "msgs",
                        sources.counters().inMessages(),
                        "bytes",
                        sources.counters().inBytes()));
        json.put("slow_consumers", sources.counters().slowConsumers());
        return json;
    }

    private Map<String, Object> header() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server_id", sources.identity().serverId());
        json.put("now", Instant.now().toString());
        return json;
    }

    private static Answer problem(int status, String word, String text, String type, boolean details) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (details) {
            json.put("status", "error");
            json.put("errors", List.of(Map.of("type", type, "error", text)));
        } else {
            json.put("status", word);
            json.put("error", text);
        }
        return new Answer(status, json);
    }
}
