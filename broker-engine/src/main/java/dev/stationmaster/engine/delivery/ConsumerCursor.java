package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.PartitionView.Stats;
import dev.stationmaster.engine.partition.StoredMessage;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Finds a consumer's next new message and keeps count of what is undelivered. The count is exact, because clients
/// decide by it when they have everything; it is kept up to date while messages come and go one by one and counted
/// again after anything else. Confined to the group loop.
final class ConsumerCursor {
    private static final long UNKNOWN = -1;

    private final PartitionView partition;
    private final DeliveryState state;
    private ConsumerConfig config;

    /// With `last_per_subject`: what was last at creation, and where the ordinary course begins.
    private final ArrayDeque<Long> chosen;

    private final long courseFrom;
    private long undelivered = UNKNOWN;

    /// Last stream sequence that `undelivered` takes into account.
    private long countedThrough;

    ConsumerCursor(PartitionView partition, DeliveryState state, ConsumerConfig config, StartPosition start) {
        this.partition = partition;
        this.state = state;
        this.config = config;
        this.chosen = new ArrayDeque<>(start.chosen());
        this.courseFrom = start.courseFrom();
        while (!chosen.isEmpty() && chosen.getFirst() <= state.deliveredStream()) {
            chosen.removeFirst();
        }
    }

    void configure(ConsumerConfig changed) {
        config = changed;
        invalidate();
    }

    void invalidate() {
        undelivered = UNKNOWN;
    }

    /// New messages that match and were not delivered.
    long undelivered() {
        if (undelivered == UNKNOWN) {
            chosen.removeIf(sequence -> partition.loadIfWhole(sequence) == null);
            undelivered = chosen.size() + countFrom(courseNext());
            countedThrough = partition.stats().lastSequence();
        }
        return undelivered;
    }

    private long courseNext() {
        return Math.max(state.nextSequence(), courseFrom);
    }

    private long countFrom(long sequence) {
        Stats stats = partition.stats();
        if (sequence > stats.lastSequence()) {
            return 0;
        }
        if (config.filters().isEmpty() && stats.deletedCount() == 0) {
            return stats.lastSequence() - Math.max(sequence, stats.firstSequence()) + 1;
        }
        return partition.count(sequence, config.filters());
    }

    void onStored(long firstSequence) {
        if (undelivered != UNKNOWN) {
            undelivered += countFrom(Math.max(Math.max(firstSequence, countedThrough + 1), courseNext()));
            countedThrough = partition.stats().lastSequence();
        }
    }

    void onDelivered(long sequence) {
        if (!chosen.isEmpty() && chosen.getFirst() == sequence) {
            chosen.removeFirst();
        }
        if (undelivered > 0) {
            undelivered--;
        }
    }

    @Nullable
    StoredMessage next() {
        while (!chosen.isEmpty()) {
            StoredMessage message = partition.load(chosen.getFirst());
            if (message != null) {
                return message;
            }
            chosen.removeFirst();
            invalidate();
        }
        if (undelivered() == 0) {
            return null;
        }
        StoredMessage message = partition.loadNext(courseNext(), config.filters());
        if (message == null) {
            undelivered = 0;
        }
        return message;
    }
}
