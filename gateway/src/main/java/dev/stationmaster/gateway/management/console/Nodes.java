package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.Picture;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The nodes as two witnesses see them: the other brokers, and the supervisor where there is one.
final class Nodes {
    private static final double DISK_FREE_WARN = 0.05;

    private record State(String name, String reason) {}

    private final Picture picture;
    private final JsonNode supervised;
    private final boolean fresh;

    Nodes(Picture picture, JsonNode supervised, boolean fresh) {
        this.picture = picture;
        this.supervised = supervised;
        this.fresh = fresh;
    }

    List<ClusterView.Node> list() {
        Map<Integer, ClusterView.Node> nodes = new TreeMap<>();
        picture.cluster()
                .ifPresent(cluster -> cluster.nodeList().forEach(node -> nodes.put(node.id(), node(node, cluster))));
        for (JsonNode process : supervised.path("nodes")) {
            int id = process.path("id").asInt(0);
            nodes.computeIfAbsent(id, _ -> ofProcess(id, process));
        }
        return List.copyOf(nodes.values());
    }

    private ClusterView.Node node(ClusterReply.Node node, ClusterReply cluster) {
        JsonNode process = process(node.id());
        State state = state(node, process);
        Picture.NodeRates rates = picture.rates(node.id());
        return new ClusterView.Node(
                node.id(),
                node.name() == null ? "memphis-" + (node.id() - 1) : node.name(),
                state.name,
                state.reason,
                cluster.metaLeader() == node.id(),
                node.leads(),
                node.holds(),
                node.connections(),
                node.slowConsumers(),
                rates.inPerSecond().orElse(null),
                rates.outPerSecond().orElse(null),
                node.cpuPercent(),
                node.memoryBytes(),
                node.diskBytes(),
                node.diskFreeBytes(),
                node.uptimeMs(),
                number(process.path("restarts")),
                exit(process.path("lastExit")),
                pid(process),
                address(node.client()),
                address(node.websocket()),
                address(node.monitor()));
    }

    /// A node of which only the supervisor knows as yet.
    private static ClusterView.Node ofProcess(int id, JsonNode process) {
        String told = process.path("state").asString("starting");
        String state = told.equals("healthy") ? "starting" : told;
        return new ClusterView.Node(
                id,
                "memphis-" + (id - 1),
                state,
                state.equals("starting") ? "has not been heard of yet" : reason(told, process),
                false,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                number(process.path("restarts")),
                exit(process.path("lastExit")),
                pid(process),
                process.path("client").asString(""),
                process.path("websocket").asString(""),
                process.path("monitor").asString(""));
    }

    private JsonNode process(int id) {
        for (JsonNode process : supervised.path("nodes")) {
            if (process.path("id").asInt(0) == id) {
                return process;
            }
        }
        return tools.jackson.databind.node.MissingNode.getInstance();
    }

    private State state(ClusterReply.Node node, JsonNode process) {
        String told = process.path("state").asString("");
        if (!told.isEmpty() && !told.equals("healthy")) {
            return new State(told, reason(told, process));
        }
        if (!fresh) {
            return new State("unreachable", "no broker has answered for " + picture.ageMillis() / 1000 + " s");
        }
        if (!node.up()) {
            return told.equals("healthy")
                    ? new State("starting", "its process runs, but it does not answer the other nodes yet")
                    : new State("unreachable", "it does not answer the other nodes");
        }
        return degraded(node);
    }

    private static State degraded(ClusterReply.Node node) {
        Long free = node.diskFreeBytes();
        Long used = node.diskBytes();
        if (free != null && used != null && free < (free + used) * DISK_FREE_WARN) {
            return new State("degraded", "its disk is almost full: " + free / (1 << 20) + " MiB left");
        }
        return new State("healthy", "");
    }

    private static String reason(String state, JsonNode process) {
        return switch (state) {
            case "stopped" -> "it was stopped; start it when you want";
            case "crashed" ->
                "its process ended with code "
                        + process.path("lastExit").path("code").asInt(-1);
            case "restarting" -> "its process ended and is started again";
            case "starting" -> "its process is starting";
            default -> "";
        };
    }

    private static @Nullable Integer number(JsonNode value) {
        return value.isNumber() ? (Integer) value.asInt() : null;
    }

    private static @Nullable Long pid(JsonNode process) {
        return process.path("pid").asLong(0) > 0 ? (Long) process.path("pid").asLong(0) : null;
    }

    private static ClusterView.@Nullable Exit exit(JsonNode exit) {
        if (!exit.isObject()) {
            return null;
        }
        return new ClusterView.Exit(exit.path("code").asInt(0), millis(exit.path("at")));
    }

    private static long millis(JsonNode time) {
        if (time.isNumber()) {
            return time.asLong();
        }
        try {
            return Instant.parse(time.asString("")).toEpochMilli();
        } catch (DateTimeParseException _) {
            return 0;
        }
    }

    /// Without the port -1 of what is not served.
    private static String address(@Nullable String address) {
        return address == null || address.endsWith(":-1") ? "" : address;
    }
}
