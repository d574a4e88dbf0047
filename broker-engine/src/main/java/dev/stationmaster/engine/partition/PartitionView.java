package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerStart;
import dev.stationmaster.engine.sequence.SequenceSet;
import dev.stationmaster.engine.storage.DamagedRecordException;
import dev.stationmaster.engine.stream.StreamConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Read side of one stream with its consumers. Confined to the group loop.
/// Filters are subject patterns; an empty list means every subject.
public interface PartitionView {
    long streamId();

    StreamConfig config();

    /// Group time of creation.
    long createdNanos();

    Stats stats();

    /// Whether the message is there; reads nothing.
    boolean has(long sequence);

    /// The message, or null when it is gone or was never there.
    ///
    /// @throws DamagedRecordException as do all that read messages, when its bytes are not what was written
    @Nullable
    StoredMessage load(long sequence);

    /// The message, or null when it is gone, was never there or cannot be served.
    default @Nullable StoredMessage loadIfWhole(long sequence) {
        try {
            return load(sequence);
        } catch (DamagedRecordException e) {
            return null;
        }
    }

    /// The newest message whose subject matches, or null.
    @Nullable
    StoredMessage loadLast(String pattern);

    /// The first message at or after `fromInclusive` that matches, or null.
    @Nullable
    StoredMessage loadNext(long fromInclusive, List<String> filters);

    /// How many messages at or after `fromInclusive` match.
    long count(long fromInclusive, List<String> filters);

    /// First sequence whose group time is at or after `timeNanos`; last + 1 when there is none.
    long sequenceAt(long timeNanos);

    /// Messages per subject that matches the pattern, ascending by subject.
    Map<String, Long> subjects(String pattern);

    /// Sequences of the last message of each subject that matches, ascending.
    List<Long> lastPerSubject(List<String> filters);

    /// Deleted sequences between first and last, ascending.
    List<Long> deleted();

    /// Sequence at the origin of the last message copied from this source, 0 for none.
    default long originMark(String source) {
        return 0;
    }

    /// What an archive of the stream begins with.
    default StreamArchive.Head archiveHead(boolean withConsumers) {
        throw new UnsupportedOperationException("stream " + config().name() + " cannot be archived");
    }

    /// Where a consumer with this configuration would begin now.
    ConsumerStart start(ConsumerConfig config);

    Collection<? extends ConsumerView> consumers();

    @Nullable
    ConsumerView consumer(String name);

    /// @param firstSequence first message, or last + 1 when empty
    /// @param firstTimeNanos 0 when empty
    record Stats(
            long messages,
            long bytes,
            long firstSequence,
            long firstTimeNanos,
            long lastSequence,
            long lastTimeNanos,
            long deletedCount,
            long subjectCount) {}

    /// Replicated state of one consumer.
    interface ConsumerView {
        String name();

        ConsumerConfig config();

        long createdNanos();

        /// Where the consumer started: the first stream sequence it may deliver.
        long startSequence();

        /// With deliver policy "last per subject": the messages chosen at creation, else empty. Only for reading.
        SequenceSet initial();

        /// Up to here (inclusive) only [#initial] is delivered; 0 unless "last per subject".
        long initialThrough();

        long deliveredStreamSequence();

        long deliveredConsumerSequence();

        /// Highest stream sequence with everything at or below it settled.
        long ackFloorStreamSequence();

        long ackFloorConsumerSequence();

        /// Delivered and not settled, by stream sequence; a copy.
        NavigableMap<Long, Pending> pending();
    }

    /// @param deliveries times sent so far, from 1
    /// @param dueGroupTimeNanos when a delayed nak is due, 0 for none
    record Pending(int deliveries, long dueGroupTimeNanos) {}
}
