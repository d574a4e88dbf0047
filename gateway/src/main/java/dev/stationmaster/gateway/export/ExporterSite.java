package dev.stationmaster.gateway.export;

import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Site;
import dev.stationmaster.gateway.watch.Watch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Everything on port 7777: `/metrics`.
public final class ExporterSite implements Site {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Watch watch;
    private final Supplier<Optional<Map<String, Long>>> deadLetters;
    private final MonitorScrape monitors;
    private final OwnMetrics own;
    private final List<String> prefixes;

    /// @param deadLetters by station, empty while the database is away
    /// @param monitors `host:port` of every node's monitoring port
    /// @param prefixes of the cluster's metrics; `memphis` first, then aliases
    public ExporterSite(
            Watch watch,
            Supplier<Optional<Map<String, Long>>> deadLetters,
            List<String> monitors,
            OwnMetrics own,
            List<String> prefixes) {
        this.watch = watch;
        this.deadLetters = deadLetters;
        this.monitors = new MonitorScrape(monitors);
        this.own = own;
        this.prefixes = List.copyOf(prefixes);
    }

    @Override
    public Response answer(Request request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return switch (request.path()) {
            case "/metrics", "/metrics/" -> reads ? metrics() : Response.text(405, "Method Not Allowed");
            case "/" -> Response.text(200, "Stationmaster exporter: see /metrics");
            default -> Response.text(404, "Not Found: see /metrics");
        };
    }

    private Response metrics() {
        Exposition cluster = new Exposition();
        new ClusterMetrics(watch.look(), deadLetters.get(), cluster).collect();
        try {
            monitors.collect(cluster);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Response.text(503, "The gateway is stopping");
        }
        String page = cluster.text(prefixes) + own.text();
        return new Response(200, CONTENT_TYPE, page.getBytes(StandardCharsets.UTF_8), List.of());
    }

    @Override
    public Response refusal(int status, String text) {
        return Response.text(status, text);
    }
}
