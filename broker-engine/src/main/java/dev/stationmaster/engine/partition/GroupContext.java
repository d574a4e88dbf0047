package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a group's loop offers to the leader's side. Every method but [#execute] is confined to the loop, and every
/// callback runs on it.
public interface GroupContext {
    GroupId group();

    /// Time of the last applied entry, since 1970; the only time that state may depend on.
    long groupTimeNanos();

    /// Wall-clock time as this leader would stamp it now.
    long leaderTimeNanos();

    /// Monotonic clock for timers that only cause deliveries.
    long ticker();

    Collection<? extends PartitionView> partitions();

    @Nullable
    PartitionView partition(String streamName);

    @Nullable
    PartitionView partition(long streamId);

    /// Proposes a command of the leader itself. Outcome on the loop; [Outcome.Unknown] when leadership was lost.
    void propose(PartitionCommand command, OutcomeHandler handler);

    /// Runs a task on the loop, from any thread.
    void execute(Runnable task);

    /// Runs a task on the loop after a delay.
    Timer schedule(long delayNanos, Runnable task);

    /// Whether this node may still serve reads and deliveries: a group of one always; else an empty linearizable read
    /// was confirmed less than 50 ms ago. When false, `retry` runs on the loop once it is confirmed again.
    boolean mayServe(Runnable retry);

    /// Hands leadership to another member and says on the loop whether that worked; a group of one keeps it, which
    /// counts as done.
    ///
    /// @param to number of the node that shall lead, 0 for whichever is furthest
    default void handOver(int to, Consumer<Boolean> done) {
        done.accept(true);
    }

    /// A task that can be called off.
    interface Timer {
        void cancel();
    }
}
