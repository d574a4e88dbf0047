package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.replication.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Which groups a cluster of so many nodes has, and which of them may hold a stream of so many replicas. Immutable.
///
/// One group of one per node for one replica; groups of three over neighbours k, k+1, k+2 (on three nodes three groups
/// over the same set, so that each can lead one); one group of five.
public record Placement(int nodes) {
    public Placement {
        if (nodes != 1 && nodes != 3 && nodes != 5) {
            throw new IllegalArgumentException("a cluster has 1, 3 or 5 nodes, not " + nodes);
        }
    }

    /// Data groups of the cluster.
    public List<GroupId> dataGroups() {
        List<GroupId> groups = new ArrayList<>();
        IntStream.rangeClosed(1, nodes)
                .mapToObj(node -> new GroupId("r1-" + node))
                .forEach(groups::add);
        if (nodes >= 3) {
            IntStream.rangeClosed(1, nodes)
                    .mapToObj(node -> new GroupId("r3-" + node))
                    .forEach(groups::add);
        }
        if (nodes == 5) {
            groups.add(new GroupId("r5"));
        }
        return groups;
    }

    /// Nodes that hold a replica of the group, ascending.
    public List<Integer> members(GroupId group) {
        String name = group.name();
        if (name.startsWith("r1-")) {
            return List.of(Integer.parseInt(name.substring(3)));
        }
        if (name.startsWith("r3-")) {
            int first = Integer.parseInt(name.substring(3)) - 1;
            return IntStream.range(0, 3)
                    .map(step -> (first + step) % nodes + 1)
                    .sorted()
                    .boxed()
                    .toList();
        }
        return IntStream.rangeClosed(1, nodes).boxed().toList();
    }

    boolean allows(int replicas) {
        return replicas == 1 || (replicas == 3 && nodes >= 3) || (replicas == 5 && nodes == 5);
    }

    JetStreamError refusal(int replicas) {
        return nodes == 1
                ? JetStreamErrors.REPLICAS_1_NOT_SUPPORTED_IN_NON_CLUSTERED_MODE
                : new JetStreamError(
                        400,
                        10005,
                        replicas + " replicas are not possible on " + nodes + " nodes, but 1, 3"
                                + (nodes == 5 ? " or 5" : "") + " are");
    }

    /// Names of groups for that many replicas: those with a known leader, or all when none has one.
    List<String> candidates(int replicas, GroupClient groups) {
        List<String> all = dataGroups().stream()
                .map(GroupId::name)
                .filter(name -> name.startsWith("r" + replicas))
                .toList();
        List<String> led = all.stream()
                .filter(name -> groups.leader(new GroupId(name)) != 0)
                .toList();
        return led.isEmpty() ? all : led;
    }
}
