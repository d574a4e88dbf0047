package dev.stationmaster.gateway.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/console/cluster`: the cluster as one picture.
///
/// @param sync `always` or `interval`
/// @param state `healthy`, `degraded` or `down`
/// @param sentence the state in words, with what to do when it is not healthy
/// @param ageMillis how old the figures are; a value that could not be refreshed is old, never guessed
/// @param missing numbers of nodes that did not answer
public record ClusterView(
        String name,
        String version,
        String sync,
        long uptimeMillis,
        String state,
        String sentence,
        List<Node> nodes,
        List<Service> services,
        List<Group> groups,
        List<Placement> partitions,
        Totals totals,
        List<Event> events,
        long ageMillis,
        List<Integer> missing) {

    /// @param state `healthy`, `starting`, `degraded`, `unreachable`, `stopped`, `crashed` or `restarting`
    /// @param reason why the state is not healthy, `""` otherwise
    /// @param leads groups that this node leads
    /// @param holds groups that it has a copy of
    /// @param restarts times the supervisor started it again; null where no supervisor runs
    /// @param websocket `host:port`, `""` when not served; so `client` and `monitor`
    public record Node(
            int id,
            String name,
            String state,
            String reason,
            boolean metaLeader,
            int leads,
            int holds,
            @Nullable Integer connections,
            @Nullable Long slowConsumers,
            @Nullable Double inPerSecond,
            @Nullable Double outPerSecond,
            @Nullable Double cpuPercent,
            @Nullable Long memoryBytes,
            @Nullable Long diskBytes,
            @Nullable Long diskFreeBytes,
            @Nullable Long uptimeMillis,
            @Nullable Integer restarts,
            @Nullable Exit lastExit,
            @Nullable Long pid,
            String client,
            String websocket,
            String monitor) {}

    /// How a node's process ended last.
    public record Exit(int code, long atMillis) {}

    /// @param name `gateway` or `database`
    /// @param state `healthy`, `degraded` or `down`
    public record Service(String name, String state, List<Integer> ports) {}

    /// A Raft group; `leader` 0 means that there is none now.
    public record Group(String id, int leader, long term, long commitIndex, List<Member> members) {}

    /// @param state `leader`, `follower` or `down`
    /// @param lag entries behind the leader's commit index
    public record Member(int node, String state, long lag) {}

    /// Where one partition of a station lives.
    public record Placement(String station, int partition, String group, int leader, List<Member> members) {}

    public record Totals(
            @Nullable Double inPerSecond,
            @Nullable Double outPerSecond,
            @Nullable Long lag,
            @Nullable Long deadLetters) {}

    /// @param kind `leader`, `node-up`, `node-down`
    public record Event(long atMillis, String kind, String text) {}

    public ClusterView {
        nodes = List.copyOf(nodes);
        services = List.copyOf(services);
        groups = List.copyOf(groups);
        partitions = List.copyOf(partitions);
        events = List.copyOf(events);
        missing = List.copyOf(missing);
    }
}
