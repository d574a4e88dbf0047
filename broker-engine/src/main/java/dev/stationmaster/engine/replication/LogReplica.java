package dev.stationmaster.engine.replication;

import java.nio.ByteBuffer;

/// The side of a group that a [ReplicatedLog] drives: takes committed entries in order and hears of leaders.
/// Implemented by the room `partition`. No call throws.
public interface LogReplica {
    /// Term and index of the durable checkpoint that the state was restored from, or that was written since.
    Position durablePosition();

    /// Takes a committed entry. Blocks while too much waits to be applied: that is the bound. Called in order of index
    /// from one thread. `applied` is run once when the entry was applied, or when this replica has stopped.
    void onEntry(Position position, ByteBuffer header, Payloads payload, Runnable applied);

    /// An index was committed that carries no entry of ours.
    void onIndex(Position position);

    /// This node leads in this term; every entry before was handed to [#onEntry].
    void onLeaderReady(long term);

    /// This node leads no longer.
    void onLeaderLost();

    /// Another replica became leader (0: none is known).
    void onLeaderChanged(int node, long term);

    /// Position of the last entry that was applied.
    Position appliedPosition();

    /// Raft cannot write or read its log, or closed without being asked.
    void onLogFailed(String reason);

    /// @param index 0-based position in the log, -1 for nothing
    record Position(long term, long index) {
        public static final Position NONE = new Position(0, -1);
    }
}
