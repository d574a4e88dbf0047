package dev.stationmaster.desktop.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answer to `status` on the supervisor's socket: names and order are the contract with gateway and console.
public record ClusterStatus(
        boolean ok,
        boolean running,
        String state,
        String name,
        String sync,
        List<Node> nodes,
        Service gateway,
        Service postgres,
        long supervisorPid,
        String rest,
        String api,
        String exporter,
        long uptimeMs,
        String data) {

    /// @param state `healthy`, `starting`, `stopped`, `crashed` or `restarting`
    /// @param reason why it is not healthy, `""` otherwise
    /// @param pid null when it does not run
    public record Node(
            int id,
            String state,
            String reason,
            @Nullable Long pid,
            int restarts,
            @Nullable Exit lastExit,
            long startedAt,
            String client,
            String websocket,
            String monitor,
            String cluster,
            String link) {}

    /// @param at milliseconds since 1970
    public record Exit(int code, long at) {}

    /// @param pid null when it does not run, or is not ours
    /// @param port 0 where it is not ours
    public record Service(String state, @Nullable Long pid, int port) {}

    public ClusterStatus {
        nodes = List.copyOf(nodes);
    }

    public static ClusterStatus fromJson(String line) {
        return JsonFile.JSON.readValue(line, ClusterStatus.class);
    }

    public String toJson() {
        return JsonFile.JSON.writeValueAsString(this);
    }
}
