package dev.stationmaster.engine.replication;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.stream.OriginCopy;
import dev.stationmaster.engine.stream.StreamConfig;
import java.util.Map;

/// One change of a data group's state. Each has a kind and a version on disk ([CommandCodec]); what apply does for a
/// kind and version never changes.
public sealed interface PartitionCommand {
    /// The stream that the command speaks of; 0 for none.
    long streamId();

    /// Appends one message; message id, expected sequence, roll-up and per-subject limits are read from its headers.
    record Append(long streamId, String subject, byte[] headers, byte[] payload) implements PartitionCommand {}

    /// Creates the stream; the same id again with an equal configuration is done already.
    record CreateStream(long streamId, StreamConfig config) implements PartitionCommand {}

    /// Stores a message copied from another stream.
    record AppendCopy(long streamId, OriginCopy copy, String subject, byte[] headers, byte[] payload)
            implements PartitionCommand {}

    record UpdateStream(long streamId, StreamConfig config) implements PartitionCommand {}

    record DeleteStream(long streamId) implements PartitionCommand {}

    /// Purges messages that match `filter` (`""`: all) below `beforeSequence` (0: no bound), keeping the newest
    /// `keep`. Done's reply is the number purged as 8 bytes, big-endian.
    record PurgeStream(long streamId, String filter, long beforeSequence, long keep) implements PartitionCommand {}

    record DeleteMessage(long streamId, long sequence, boolean erase) implements PartitionCommand {}

    /// Creates or updates a consumer by name.
    record PutConsumer(long streamId, String consumer, ConsumerConfig config, Action action)
            implements PartitionCommand {}

    /// What [PutConsumer] may do, as in the request's `action`.
    enum Action {
        CREATE,
        UPDATE,
        CREATE_OR_UPDATE
    }

    record DeleteConsumer(long streamId, String consumer) implements PartitionCommand {}

    /// What the leader delivered and settled since the last record.
    record Progress(long streamId, String consumer, ConsumerProgress progress) implements PartitionCommand {}

    /// The leader has written these dead letters of the outbox to the metadata; they may be forgotten.
    record OutboxDone(long[] outboxIds) implements PartitionCommand {
        @Override
        public long streamId() {
            return 0;
        }
    }

    /// Only moves group time, so that what is due by age happens.
    record Tick() implements PartitionCommand {
        @Override
        public long streamId() {
            return 0;
        }
    }

    /// Begins a message above 512 KB that travels in parts.
    record UploadBegin(long streamId, long uploadId, String subject, byte[] headers, int payloadLength)
            implements PartitionCommand {}

    record UploadPart(long streamId, long uploadId, byte[] bytes) implements PartitionCommand {}

    /// Stores the upload as one message, like [Append].
    record UploadCommit(long streamId, long uploadId) implements PartitionCommand {}

    /// Puts a consumer as its image describes it into a stream that is being restored.
    record RestoreConsumer(long streamId, byte[] image) implements PartitionCommand {}

    /// All messages of a restored stream are there: it takes on its settings, its last sequence and the marks of its
    /// origins.
    record RestoreDone(
            long streamId,
            StreamConfig config,
            long firstSequence,
            long lastSequence,
            long lastTimeNanos,
            Map<String, Long> marks)
            implements PartitionCommand {}

    /// Stores the upload as one message, like [AppendCopy].
    record UploadCommitCopy(long streamId, long uploadId, OriginCopy copy) implements PartitionCommand {}
}
