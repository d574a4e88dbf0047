package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import java.util.function.Consumer;

/// What a group's loop offers to its [GroupMachine]. Confined to the loop except for [#execute]; callbacks run on the
/// loop.
public interface MachineContext {
    GroupId group();

    /// Number of this node.
    int node();

    /// Time of the last applied entry, since 1970.
    long groupTimeNanos();

    /// Group time as this leader would stamp it now.
    long leaderTimeNanos();

    /// Monotonic clock.
    long ticker();

    boolean isLeader();

    /// Proposes a command of the leader itself, outside of any origin session, in the order of calls. Not repeated:
    /// when leadership is lost the handler gets [dev.stationmaster.engine.replication.Outcome.Unknown].
    ///
    /// @param command kind and version first
    void propose(byte[] command, byte[] payload, OutcomeHandler handler);

    /// As above, without payload.
    default void propose(byte[] command, OutcomeHandler handler) {
        propose(command, new byte[0], handler);
    }

    /// Runs a task on the loop, from any thread. False when the loop has stopped.
    boolean execute(Runnable task);

    /// Runs a task on the loop after a delay.
    GroupContext.Timer schedule(long delayNanos, Runnable task);

    /// As [GroupContext#handOver].
    default void handOver(int to, Consumer<Boolean> done) {
        done.accept(true);
    }

    /// As [GroupContext#mayServe].
    boolean mayServe(Runnable retry);
}
