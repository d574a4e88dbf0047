package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Router;
import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page at `/`: what this is, with a few live numbers that need no login and name nothing.
public final class DashboardRoutes {
    private static final String PAGE = "dashboard.html";

    private final Watch watch;

    public DashboardRoutes(Watch watch) {
        this.watch = watch;
    }

    public void addTo(Router router) {
        router.get("/", _ -> page()).get("/live.json", _ -> Response.json(200, Json.bytes(live())));
    }

    private static Response page() throws IOException {
        try (InputStream in = DashboardRoutes.class.getResourceAsStream(PAGE)) {
            if (in == null) {
                throw new IOException(PAGE + " is missing from the class path");
            }
            return new Response(200, "text/html; charset=utf-8", in.readAllBytes(), List.of());
        }
    }

    private Map<String, Object> live() {
        Picture picture = watch.look();
        Map<String, Object> live = new LinkedHashMap<>();
        List<ClusterReply.Node> nodes =
                picture.cluster().map(ClusterReply::nodeList).orElse(List.of());
        live.put("ageMillis", picture.ageMillis());
        live.put("nodes", nodes.size());
        live.put("nodesUp", nodes.stream().filter(ClusterReply.Node::up).count());
        live.put("stations", picture.stations().size());
        live.put(
                "inPerSecond",
                picture.stations().stream()
                        .map(StationFigures::inPerSecond)
                        .mapToDouble(rate -> rate == null ? 0 : rate)
                        .sum());
        live.put(
                "outPerSecond",
                picture.stations().stream()
                        .map(StationFigures::outPerSecond)
                        .mapToDouble(rate -> rate == null ? 0 : rate)
                        .sum());
        return live;
    }
}
