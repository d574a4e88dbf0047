package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.replication.GroupId;
import java.util.List;

/// What infos of streams and consumers say of the cluster. Thread-safe; nothing blocks.
public interface ClusterFacts {
    /// `""` where there are no other nodes.
    String name();

    /// The other members of a group that this node leads.
    List<Replica> replicas(GroupId group);

    /// The stream, what it mirrors and what mirrors that; empty where there is no mirror.
    List<String> alternates(String stream);

    /// @param current whether it has all that is committed
    /// @param lag entries that it is behind
    record Replica(String name, boolean current, boolean offline, long lag) {}

    /// A node by itself.
    ClusterFacts NONE = new ClusterFacts() {
        @Override
        public String name() {
            return "";
        }

        @Override
        public List<Replica> replicas(GroupId group) {
            return List.of();
        }

        @Override
        public List<String> alternates(String stream) {
            return List.of();
        }
    };
}
