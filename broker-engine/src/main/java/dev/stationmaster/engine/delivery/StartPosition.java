package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.PartitionView.Stats;
import dev.stationmaster.engine.partition.StoredMessage;
import java.util.List;

/// Where a consumer begins, from its deliver policy and the stream as it is. Immutable.
///
/// @param first first stream sequence that may be delivered
/// @param chosen with `last_per_subject`: the messages to deliver before the ordinary course, ascending
/// @param courseFrom where the ordinary course begins
record StartPosition(long first, List<Long> chosen, long courseFrom) {
    static StartPosition of(PartitionView partition, ConsumerConfig config) {
        Stats stats = partition.stats();
        long next = stats.lastSequence() + 1;
        long oldest = Math.max(1, stats.firstSequence());
        if (config.deliverPolicy() == DeliverPolicy.LAST_PER_SUBJECT) {
            List<Long> chosen = partition.lastPerSubject(config.filters());
            return new StartPosition(chosen.isEmpty() ? next : chosen.getFirst(), chosen, next);
        }
        return plain(
                switch (config.deliverPolicy()) {
                    case ALL, LAST_PER_SUBJECT -> oldest;
                    case NEW -> next;
                    case LAST -> last(partition, config, next);
                    case BY_START_SEQUENCE -> Math.clamp(config.startSequence(), oldest, Math.max(oldest, next));
                    case BY_START_TIME -> Math.max(1, partition.sequenceAt(config.startTimeNanos()));
                });
    }

    /// A consumer whose start was decided when it was created.
    static StartPosition plain(long first) {
        return new StartPosition(first, List.of(), first);
    }

    private static long last(PartitionView partition, ConsumerConfig config, long next) {
        long last = 0;
        for (String filter : config.filters().isEmpty() ? List.of(">") : config.filters()) {
            StoredMessage message = partition.loadLast(filter);
            last = message == null ? last : Math.max(last, message.sequence());
        }
        return last == 0 ? next : last;
    }
}
