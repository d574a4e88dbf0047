package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.session.Session;
import dev.stationmaster.engine.session.SessionReport;
import dev.stationmaster.engine.session.SessionReport.Subscribed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/connz`: connections, open and lately closed.
final class ConnzPage implements Page {
    private final MonitorSources sources;

    ConnzPage(MonitorSources sources) {
        this.sources = sources;
    }

    @Override
    public Answer answer(Query query) {
        List<SessionReport> matching = new ArrayList<>(reports(query.text("state")));
        int cid = query.number("cid", 0);
        String user = query.text("user");
        matching.removeIf(each -> (cid > 0 && each.clientId() != cid)
                || (!user.isEmpty() && !each.user().equals(user)));
        matching.sort(order(query.text("sort"), query.text("state")));
        int from = Math.min(query.offset(), matching.size());
        int to = Math.min(from + query.limit(), matching.size());
        Instant now = Instant.now();
        List<Map<String, Object>> shown = matching.subList(from, to).stream()
                .map(report -> describe(report, query, now))
                .toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server_id", sources.identity().serverId());
        json.put("now", now.toString());
        json.put("num_connections", shown.size());
        json.put("total", matching.size());
        json.put("offset", query.offset());
        json.put("limit", query.limit());
        json.put("connections", shown);
        return Answer.ok(json);
    }

    private List<SessionReport> reports(String state) {
        List<SessionReport> reports = new ArrayList<>();
        switch (state) {
            case "", "open" -> addOpen(reports);
            case "closed" -> reports.addAll(sources.sessions().closedReports());
            case "any", "all" -> {
                addOpen(reports);
                reports.addAll(sources.sessions().closedReports());
            }
            default -> throw new Query.BadParameter("state", state, "open, closed, any or all");
        }
        return reports;
    }

    private void addOpen(List<SessionReport> reports) {
        for (Session session : sources.sessions().sessions()) {
            reports.add(session.report());
        }
    }

    private static Comparator<SessionReport> order(String sort, String state) {
        boolean closed = state.equals("closed");
        return switch (sort) {
            case "", "cid" -> Comparator.comparingLong(SessionReport::clientId);
            case "start", "uptime" ->
                sort.equals("start")
                        ? Comparator.comparing(SessionReport::start).reversed()
                        : Comparator.comparing(SessionReport::start);
            case "subs" ->
                descending(
                        Comparator.comparingInt(report -> report.subscriptions().size()));
            case "pending" -> descending(Comparator.comparingLong(SessionReport::pendingBytes));
            case "msgs_to" -> descending(Comparator.comparingLong(SessionReport::outMessages));
            case "msgs_from" -> descending(Comparator.comparingLong(SessionReport::inMessages));
            case "bytes_to" -> descending(Comparator.comparingLong(SessionReport::outBytes));
            case "bytes_from" -> descending(Comparator.comparingLong(SessionReport::inBytes));
            case "last" -> descending(Comparator.comparing(SessionReport::lastActivity));
            case "idle" -> Comparator.comparing(SessionReport::lastActivity);
            case "rtt" -> descending(Comparator.comparingLong(SessionReport::roundTripNanos));
            case "stop", "reason" -> {
                if (!closed) {
                    throw new Query.BadParameter("sort", sort, "possible without state=closed");
                }
                yield sort.equals("stop")
                        ? descending(Comparator.comparing(SessionReport::stop))
                        : Comparator.comparing(SessionReport::closedReason);
            }
            default -> throw new Query.BadParameter("sort", sort, "a sort option");
        };
    }

    private static Comparator<SessionReport> descending(Comparator<SessionReport> ascending) {
        return ascending.reversed();
    }

    private static Map<String, Object> describe(SessionReport report, Query query, Instant now) {
        boolean closed = !report.closedReason().isEmpty();
        Instant end = closed ? report.stop() : now;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cid", report.clientId());
        json.put("kind", "Client");
        json.put("type", report.kind());
        json.put("ip", report.ip());
        json.put("port", report.port());
        json.put("start", report.start().toString());
        json.put("last_activity", report.lastActivity().toString());
        if (closed) {
            json.put("stop", report.stop().toString());
            json.put("reason", report.closedReason());
        }
        if (report.roundTripNanos() > 0) {
            json.put("rtt", Spans.roundTrip(report.roundTripNanos()));
        }
        json.put("uptime", Spans.uptime(Duration.between(report.start(), end)));
        json.put("idle", Spans.uptime(Duration.between(report.lastActivity(), end)));
        json.put("pending_bytes", report.pendingBytes());
        json.put("in_msgs", report.inMessages());
        json.put("out_msgs", report.outMessages());
        json.put("in_bytes", report.inBytes());
        json.put("out_bytes", report.outBytes());
        json.put("subscriptions", report.subscriptions().size());
        putIfAny(json, "name", report.name());
        putIfAny(json, "lang", report.lang());
        putIfAny(json, "version", report.version());
        if (query.flag("auth") || !query.text("user").isEmpty()) {
            putIfAny(json, "authorized_user", report.user());
            json.put("account", "$G");
        }
        putSubscriptions(json, report, query);
        return json;
    }

    private static void putSubscriptions(Map<String, Object> json, SessionReport report, Query query) {
        if (query.text("subs").equals("detail")) {
            json.put(
                    "subscriptions_list_detail",
                    report.subscriptions().stream()
                            .map(each -> SubszPage.describe(each, report.clientId()))
                            .toList());
        } else if (query.flag("subs") && !report.subscriptions().isEmpty()) {
            json.put(
                    "subscriptions_list",
                    report.subscriptions().stream().map(Subscribed::subject).toList());
        }
    }

    private static void putIfAny(Map<String, Object> json, String key, String value) {
        if (!value.isEmpty()) {
            json.put(key, value);
        }
    }
}
