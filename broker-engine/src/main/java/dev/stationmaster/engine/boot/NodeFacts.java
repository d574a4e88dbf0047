package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.delivery.ClusterFacts;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.partition.NodeGroups;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.ReplicatedLog.Status;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// The cluster as the infos of this node's streams show it.
record NodeFacts(String name, Supplier<NodeGroups> groups, Directory directory, IntFunction<String> names)
        implements ClusterFacts {
    @Override
    public List<Replica> replicas(GroupId group) {
        Status status = groups.get().logStatus(group);
        return status.followers().stream()
                .map(follower -> new Replica(
                        names.apply(follower.node()),
                        follower.reachable() && follower.matchIndex() >= status.commitIndex(),
                        !follower.reachable(),
                        Math.max(0, status.lastIndex() - follower.matchIndex())))
                .toList();
    }

    @Override
    public List<String> alternates(String stream) {
        return directory.alternates(stream);
    }
}
