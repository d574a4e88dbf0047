package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.Outcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The state that a [GroupLoop] runs: what one Raft group replicates. Confined to the group loop.
///
/// Apply is deterministic: it reads its own state, the command and the group time, nothing else. A user's mistake is
/// an [Outcome.Refused]. A `RuntimeException` out of `apply`, `endOfEntry` or `expire` stops this replica at the entry
/// and is reported: catch what belongs to one stream inside.
public interface GroupMachine {
    /// Whether apply knows commands of this kind and version: the first two bytes of each command. An entry with one
    /// that is not understood stops the replica before the entry.
    boolean understands(int kind, int version);

    /// Applies one command.
    ///
    /// @param command the command, from its kind byte, between position and limit; valid during the call only
    /// @param payload the payload that belongs to it (may be empty), between position and limit; the same
    /// @param groupTimeNanos time of the entry, never falling
    /// @param index Raft index of the entry
    Outcome apply(ByteBuffer command, ByteBuffer payload, long groupTimeNanos, long index);

    /// A node's origin session ended (a new one began): what it had unfinished goes. Part of apply.
    default void onOriginSessionEnded(int origin) {}

    /// After the last command of an entry, part of apply: write what was buffered, tell the leader's side.
    default void endOfEntry() {}

    /// Group time at which something is due by age, [Long#MAX_VALUE] for nothing.
    default long nextDueNanos() {
        return Long.MAX_VALUE;
    }

    /// Part of apply, called at the end of an entry when its time has reached [#nextDueNanos()].
    default void expire(long groupTimeNanos) {}

    /// Writes the whole state. Called on the loop, between entries.
    void writeImage(DataOutput out) throws IOException;

    /// What must be flushed before an image just written is durable; the checkpointer runs it on its own thread.
    default FileFlush filesOfImage() {
        return FileFlush.NOTHING;
    }

    /// A checkpoint that was captured with the last image is durable: what only older ones named may be unlinked.
    default void onCheckpointDurable() {}

    /// There is no checkpoint: the state is empty, and what lies in the directory is from before a crash.
    default void startEmpty() throws IOException {}

    /// Sets the state from an image; called once, before any apply, where there is a checkpoint.
    void restore(DataInput in) throws IOException;

    /// This node leads, and everything committed before is applied.
    default void onLeaderReady() {}

    /// Another node leads, or nobody.
    default void onLeaderLost() {}

    /// A request for this leader arrived; only between ready and lost.
    default void onRequest(GroupRequest request) {}

    /// The last call; close files.
    default void close() {}

    /// Flushes files.
    @FunctionalInterface
    interface FileFlush {
        FileFlush NOTHING = () -> {};

        void run() throws IOException;
    }

    /// Makes the machine of a group.
    @FunctionalInterface
    interface Factory {
        /// @param directory exists, belongs to this group alone
        GroupMachine create(MachineContext context, java.nio.file.Path directory);
    }
}
