package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.partition.GroupClient;
import dev.stationmaster.engine.replication.GroupId;
import java.util.List;

/// Which groups of the cluster may hold a stream of so many replicas. Immutable.
///
/// @param nodes how many the cluster has
/// @param groups all groups of the cluster
public record Placement(int nodes, List<GroupId> groups) {
    public Placement {
        if (nodes < 1 || nodes > 5) {
            throw new IllegalArgumentException("a cluster has 1 to 5 nodes, not " + nodes);
        }
        groups = List.copyOf(groups);
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
                        replicas + " replicas are not possible on " + nodes + " nodes, but "
                                + (nodes == 2 ? "1 is" : nodes == 5 ? "1, 3 or 5 are" : "1 or 3 are"));
    }

    /// Names of groups for that many replicas: those with a known leader, or all when none has one.
    List<String> candidates(int replicas, GroupClient client) {
        List<String> all = groups.stream()
                .map(GroupId::name)
                .filter(name -> name.startsWith("r" + replicas))
                .toList();
        List<String> led = all.stream()
                .filter(name -> client.leader(new GroupId(name)) != 0)
                .toList();
        return led.isEmpty() ? all : led;
    }
}
