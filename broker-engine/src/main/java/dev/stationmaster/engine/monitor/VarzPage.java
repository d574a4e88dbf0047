package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.monitor.MonitorSources.Identity;
import dev.stationmaster.engine.session.SessionLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// `/varz`: the server as a whole.
final class VarzPage implements Page {
    private final MonitorSources sources;
    private final ConcurrentHashMap<String, LongAdder> requests;
    private final ProcessFacts process = new ProcessFacts();

    /// @param requests how often each path was asked for
    VarzPage(MonitorSources sources, ConcurrentHashMap<String, LongAdder> requests) {
        this.sources = sources;
        this.requests = requests;
    }

    @Override
    public Answer answer(Query query) {
        Map<String, Object> json = new LinkedHashMap<>();
        putIdentity(json, sources.identity());
        putLimits(json, sources.limits());
        putSections(json, sources.identity());
        putProcess(json);
        putCounters(json, sources.counters());
        return Answer.ok(json);
    }

    private void putIdentity(Map<String, Object> json, Identity identity) {
        json.put("server_id", identity.serverId());
        json.put("server_name", identity.serverName());
        json.put("version", "2.10.7");
        json.put("proto", 1);
        json.put("go", "java" + Runtime.version().feature());
        json.put("host", identity.host());
        json.put("port", identity.port());
        if (sources.authRequired()) {
            json.put("auth_required", true);
        }
    }

    private static void putLimits(Map<String, Object> json, SessionLimits limits) {
        json.put("max_connections", limits.connectionsMax());
        if (limits.subscriptionsMax() > 0) {
            json.put("max_subscriptions", limits.subscriptionsMax());
        }
        json.put("ping_interval", limits.pingInterval().toNanos());
        json.put("ping_max", limits.pingsMax());
        json.put("auth_timeout", limits.authTimeout().toMillis() / 1000.0);
        json.put("tls_timeout", 2);
        json.put("max_control_line", limits.controlLineBytesMax());
        json.put("max_payload", limits.payloadBytesMax());
        json.put("max_pending", limits.pendingBytesMax());
        json.put("write_deadline", limits.writeDeadline().toNanos());
    }

    private void putSections(Map<String, Object> json, Identity identity) {
        json.put("http_host", identity.host());
        json.put("http_port", identity.monitorPort());
        json.put("http_base_path", "");
        json.put("https_port", 0);
        Map<String, Object> cluster = new LinkedHashMap<>();
        if (!identity.cluster().isEmpty()) {
            cluster.put("name", identity.cluster());
            cluster.put("addr", identity.host());
            cluster.put("cluster_port", identity.clusterPort());
        }
        cluster.putAll(sources.report().cluster());
        json.put("cluster", cluster);
        json.put("gateway", Map.of());
        json.put("leaf", Map.of());
        json.put("mqtt", Map.of());
        json.put(
                "websocket",
                identity.webSocketPort() < 0
                        ? Map.of()
                        : Map.of("host", identity.host(), "port", identity.webSocketPort(), "no_tls", true));
        json.put("jetstream", sources.report().jetStream());
    }

    private void putProcess(Map<String, Object> json) {
        Instant now = Instant.now();
        json.put("start", sources.start().toString());
        json.put("now", now.toString());
        json.put("uptime", Spans.uptime(Duration.between(sources.start(), now)));
        json.put("mem", process.memoryBytes());
        json.put("cores", process.cores());
        json.put("gomaxprocs", process.cores());
        json.put("cpu", process.cpuPercent());
    }

    private void putCounters(Map<String, Object> json, NodeCounters counters) {
        json.put("connections", counters.connections());
        json.put("total_connections", counters.totalConnections());
        json.put("routes", sources.report().routes().size());
        json.put(
                "remotes",
                Math.max(sources.identity().peers(), sources.report().routes().size()));
        json.put("leafnodes", 0);
        json.put("in_msgs", counters.inMessages());
        json.put("out_msgs", counters.outMessages());
        json.put("in_bytes", counters.inBytes());
        json.put("out_bytes", counters.outBytes());
        json.put("slow_consumers", counters.slowConsumers());
        json.put("subscriptions", sources.board().subscriptionCount());
        Map<String, Object> asked = new LinkedHashMap<>();
        requests.forEach((path, count) -> asked.put(path, count.sum()));
        json.put("http_req_stats", asked);
        json.put("config_load_time", sources.start().toString());
        json.put(
                "slow_consumer_stats",
                Map.of("clients", counters.slowConsumers(), "routes", 0, "gateways", 0, "leafs", 0));
    }
}
