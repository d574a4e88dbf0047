package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Router;
import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/monitoring/*` and `/api/status`.
public final class MonitoringRoutes {
    /// Level of the API that clients may expect here.
    private static final String API_LEVEL = "1.4.4";

    private final Watch watch;
    private final StationForms forms;
    private final StationOverview overview;
    private final DeadLetterAdmin deadLetters;
    private final String build;

    public MonitoringRoutes(
            Watch watch, StationForms forms, StationOverview overview, DeadLetterAdmin deadLetters, String build) {
        this.watch = watch;
        this.forms = forms;
        this.overview = overview;
        this.deadLetters = deadLetters;
        this.build = build;
    }

    public void addTo(Router router) {
        router.get("/api/status", _ -> json(Map.of("message", "Ok")))
                .get("/api/monitoring/getClusterInfo", _ -> json(Map.of("version", API_LEVEL, "build", build)))
                .get("/api/monitoring/getMainOverviewData", _ -> json(main()))
                .get("/api/monitoring/getStationOverviewData", this::station)
                .get("/api/monitoring/getAvailableReplicas", _ -> json(Map.of("available_replicas", nodesUp())));
    }

    private Response station(Request request) throws InterruptedException {
        String name = request.query("station_name").orElseThrow(() -> Refusal.invalid("station_name is required"));
        return json(overview.of(name, partition(request)));
    }

    /// -1, 0, `null` and nothing all mean every partition.
    private static int partition(Request request) {
        try {
            return Math.max(
                    0, Integer.parseInt(request.query("partition_number").orElse("0")));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private long nodesUp() {
        return watch.look().cluster().map(ClusterReply::nodeList).orElse(List.of()).stream()
                .filter(ClusterReply.Node::up)
                .count();
    }

    private Map<String, Object> main() {
        Picture picture = watch.look();
        List<Map<String, Object>> stations = forms.light();
        Map<String, Object> main = new LinkedHashMap<>();
        main.put("total_stations", stations.size());
        main.put(
                "total_messages",
                stations.stream()
                        .mapToLong(row -> (Long) row.getOrDefault("total_messages", 0L))
                        .sum());
        main.put(
                "total_dls_messages",
                deadLetters.counts().orElse(Map.of()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        main.put("system_components", components(picture));
        main.put("stations", stations);
        main.put("k8s_env", false);
        main.put("metrics_enabled", true);
        // Byte rates are not sampled yet; an empty list draws an empty chart rather than a wrong one.
        main.put("brokers_throughput", List.of());
        main.put("delayed_cgs", delayed(picture));
        return main;
    }

    private static List<Map<String, Object>> components(Picture picture) {
        List<ClusterReply.Node> nodes =
                picture.cluster().map(ClusterReply::nodeList).orElse(List.of());
        List<Map<String, Object>> healthy = new ArrayList<>();
        List<Map<String, Object>> unhealthy = new ArrayList<>();
        for (ClusterReply.Node node : nodes) {
            (node.up() ? healthy : unhealthy).add(component(node));
        }
        Map<String, Object> buckets = new LinkedHashMap<>();
        buckets.put("unhealthy_components", unhealthy);
        buckets.put("dangerous_components", List.of());
        buckets.put("risky_components", List.of());
        buckets.put("healthy_components", healthy);
        Map<String, Object> broker = new LinkedHashMap<>();
        broker.put("name", "memphis");
        broker.put("components", buckets);
        broker.put("status", unhealthy.isEmpty() && !nodes.isEmpty() ? "healthy" : "unhealthy");
        broker.put("ports", List.of());
        broker.put("desired_pods", nodes.size());
        broker.put("actual_pods", healthy.size());
        broker.put("hosts", List.of());
        return List.of(broker);
    }

    private static Map<String, Object> component(ClusterReply.Node node) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("name", node.name() == null ? "memphis-" + (node.id() - 1) : node.name());
        double cores = Runtime.getRuntime().availableProcessors();
        double cpu = node.cpuPercent() == null ? 0 : node.cpuPercent();
        component.put("cpu", stat(cores, cpu / 100));
        component.put("memory", stat(0, bytes(node.memoryBytes())));
        double used = bytes(node.diskBytes());
        double free = bytes(node.diskFreeBytes());
        component.put("storage", stat(used + free, used));
        component.put("healthy", node.up());
        component.put("status", node.up() ? "healthy" : "unhealthy");
        return component;
    }

    private static double bytes(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes.doubleValue();
    }

    private static Map<String, Object> stat(double total, double current) {
        return Map.of("total", total, "current", current, "percentage", total <= 0 ? 0 : (int) (100 * current / total));
    }

    private static List<Map<String, Object>> delayed(Picture picture) {
        List<Map<String, Object>> delayed = new ArrayList<>();
        for (StationFigures station : picture.stations()) {
            List<Map<String, Object>> groups = station.groups().stream()
                    .filter(group -> group.undelivered() > 0)
                    .map(MonitoringRoutes::delayedGroup)
                    .toList();
            if (!groups.isEmpty()) {
                delayed.add(Map.of("station_name", station.name(), "cgs", groups));
            }
        }
        return delayed;
    }

    private static Map<String, Object> delayedGroup(GroupFigures group) {
        return Map.of("cg_name", group.name(), "num_of_delayed_msgs", group.undelivered());
    }

    private static Response json(Object value) {
        return Response.json(200, Json.bytes(value));
    }
}
