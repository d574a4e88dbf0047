package dev.stationmaster.engine.replication;

import java.util.List;

/// The replicated logs of one node. Thread-safe.
public interface ReplicatedLogs extends AutoCloseable {
    /// Binds the cluster port and gets ready to open logs.
    void start();

    /// Opens this node's replica of a group; committed entries past the replica's durable position are handed to it.
    ///
    /// @param members numbers of the nodes that hold a replica, this one included
    ReplicatedLog open(GroupId group, List<Integer> members, LogReplica replica);

    /// How often logs were flushed to disk by this node itself since its start; what a library flushes is not counted.
    default long flushes() {
        return 0;
    }

    /// Closes all.
    @Override
    void close();
}
