package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends a consumer's progress to the replicas: soon when something was settled, later when only deliveries moved, at
/// once
/// when somebody waits for it, and merged while earlier records are under way (engine.md §7). A consumer that lives on
/// the leader only records nothing. Confined to the group loop.
final class ProgressRecorder {
    private static final long SETTLED_NANOS = 20_000_000;
    private static final long DELIVERED_NANOS = 200_000_000;
    private static final int URGENT_MAX = 8192;
    private static final int UNDER_WAY_MAX = 4;

    private final GroupContext context;
    private final long streamId;
    private final String consumer;
    private final boolean replicated;
    private final ProgressDraft draft = new ProgressDraft();
    private final ArrayDeque<List<Runnable>> underWay = new ArrayDeque<>();
    private @Nullable DeliveryState state;
    private GroupContext.@Nullable Timer timer;
    private long timerTicks = Long.MAX_VALUE;
    private boolean closed;

    ProgressRecorder(GroupContext context, long streamId, String consumer, boolean replicated) {
        this.context = context;
        this.streamId = streamId;
        this.consumer = consumer;
        this.replicated = replicated;
    }

    /// The draft that the consumer's [DeliveryState] writes into.
    ProgressDraft draft() {
        return draft;
    }

    void follow(DeliveryState followed) {
        state = followed;
    }

    boolean isReplicated() {
        return replicated;
    }

    /// Looks at what the draft holds and sees that it is sent in time. Called after each event.
    void changed() {
        if (draft.isEmpty() || closed) {
            return;
        }
        if (!replicated) {
            take();
        } else if (draft.urgent() >= URGENT_MAX && underWay.size() < UNDER_WAY_MAX) {
            flush(new ArrayList<>());
        } else {
            flushAt(context.ticker() + (draft.urgent() > 0 ? SETTLED_NANOS : DELIVERED_NANOS));
        }
    }

    /// Sends at once; `applied` runs when everything up to now is applied, never when leadership is lost before.
    void flushThen(Runnable applied) {
        if (!replicated) {
            if (!draft.isEmpty()) {
                take();
            }
            applied.run();
        } else if (!draft.isEmpty()) {
            List<Runnable> waiters = new ArrayList<>();
            waiters.add(applied);
            flush(waiters);
        } else if (underWay.isEmpty()) {
            applied.run();
        } else {
            underWay.getLast().add(applied);
        }
    }

    private void take() {
        DeliveryState current = state;
        if (current != null) {
            draft.take(current.deliveredStream(), current.deliveredConsumer());
        }
    }

    private void flush(List<Runnable> waiters) {
        DeliveryState current = state;
        if (current == null || closed) {
            return;
        }
        cancelTimer();
        underWay.addLast(waiters);
        PartitionCommand record = new PartitionCommand.Progress(
                streamId, consumer, draft.take(current.deliveredStream(), current.deliveredConsumer()));
        context.propose(record, this::onRecorded);
    }

    private void onRecorded(Outcome outcome) {
        List<Runnable> waiters = underWay.pollFirst();
        if (closed || waiters == null) {
            return;
        }
        if (outcome instanceof Outcome.Done) {
            waiters.forEach(Runnable::run);
        }
        changed();
    }

    private void flushAt(long ticks) {
        if (ticks >= timerTicks) {
            return;
        }
        cancelTimer();
        timerTicks = ticks;
        timer = context.schedule(Math.max(0, ticks - context.ticker()), this::onTimer);
    }

    private void onTimer() {
        timer = null;
        timerTicks = Long.MAX_VALUE;
        if (!closed && !draft.isEmpty() && underWay.size() < UNDER_WAY_MAX) {
            flush(new ArrayList<>());
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        timerTicks = Long.MAX_VALUE;
    }

    void close() {
        closed = true;
        cancelTimer();
        underWay.clear();
    }
}
