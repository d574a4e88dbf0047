package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.consumer.ConsumerStart;
import dev.stationmaster.engine.consumer.ConsumerState;
import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.sequence.SequenceSet;
import dev.stationmaster.engine.storage.FlushTarget;
import dev.stationmaster.engine.storage.SegmentLog;
import dev.stationmaster.engine.storage.StorageException;
import dev.stationmaster.engine.stream.AppendResult;
import dev.stationmaster.engine.stream.OriginCopy;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamState;
import dev.stationmaster.engine.stream.SubjectFilter;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream with its consumers and files, as replicated state: what apply changes and the leader reads.
///
/// Every change depends on the state, the command and the group time alone; the same commands on the same image give
/// the same image. A user's mistake is a [Outcome.Refused]. A broken invariant *halts* the partition: it keeps its
/// files and answers an error from then on, alike on every replica. A [StorageException] is local and passes through:
/// the replica must not go beyond that entry.
///
/// After the commands of an entry comes [#flushWrites], then the outcomes are answered. For a checkpoint:
/// [#writeImage] on the loop, then the [#dirtyFiles] are flushed, then the checkpoint is made durable, then
/// [#onCheckpointDurable] on the loop.
///
/// Confined to the group loop.
public final class Partition implements PartitionView {
    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);
    private static final int VERSION = 1;

    private final long streamId;
    private final long createdNanos;
    private final StreamFiles files;
    private final ConsumerTable consumers;
    private final StreamState stream;
    private final StreamReads reads;
    private String halted = "";

    /// A message past its last delivery for one consumer, with its own copy.
    ///
    /// @param reason what the consumer said, `""` for too many deliveries
    public record ExhaustedMessage(String consumer, int deliveries, String reason, StoredMessage message) {}

    private Partition(
            long streamId, long createdNanos, StreamFiles files, ConsumerTable consumers, StreamState stream) {
        this.streamId = streamId;
        this.createdNanos = createdNanos;
        this.files = files;
        this.consumers = consumers;
        this.stream = stream;
        this.reads = new StreamReads(stream, files);
        files.limitTo(stream.config().maxBytes());
    }

    /// A new stream without messages. The directory is its own and is made; old files in it are removed.
    public static Partition create(long streamId, StreamConfig config, long groupTimeNanos, Path directory) {
        return create(streamId, config, groupTimeNanos, directory, SegmentLog.SEGMENT_BYTES_MAX);
    }

    static Partition create(
            long streamId, StreamConfig config, long groupTimeNanos, Path directory, int segmentBytesMax) {
        ConsumerTable consumers = new ConsumerTable();
        StreamFiles files = StreamFiles.create(directory, streamId, consumers, segmentBytesMax);
        StreamState stream = StreamState.create(streamId, config, groupTimeNanos, files, files, consumers);
        return new Partition(streamId, groupTimeNanos, files, consumers, stream);
    }

    /// The stream as an image holds it: files are cut back to the lengths named there, others are removed.
    ///
    /// @throws StorageException when a file lacks what the image names
    /// @throws IOException when the image itself cannot be read
    public static Partition restore(DataInput image, Path directory) throws IOException {
        return restore(image, directory, SegmentLog.SEGMENT_BYTES_MAX);
    }

    static Partition restore(DataInput image, Path directory, int segmentBytesMax) throws IOException {
        Fields.requireVersion(image, VERSION, "a partition's image");
        long streamId = image.readLong();
        long createdNanos = image.readLong();
        String halted = Fields.readText(image);
        ConsumerTable consumers = new ConsumerTable();
        StreamFiles files = StreamFiles.restore(image, directory, streamId, consumers, segmentBytesMax);
        StreamState stream = StreamState.read(image, files, files, consumers);
        consumers.read(image);
        restoreSubjects(stream, files.log(), directory);
        for (long file : files.ids().files()) {
            files.ids().visit(file, entry -> stream.restoreId(file, StreamFiles.entry(entry)));
        }
        Partition partition = new Partition(streamId, createdNanos, files, consumers, stream);
        partition.halted = halted;
        return partition;
    }

    private static void restoreSubjects(StreamState stream, SegmentLog log, Path directory) {
        long[] found = {0};
        log.forEachStretch(stretch -> {
            if (stretch.live() == stretch.records()) {
                for (SegmentLog.SubjectCount count : stretch.subjects()) {
                    stream.restoreSubject(count.subject(), count.records(), count.first(), count.last());
                    found[0] += count.records();
                }
            } else if (stretch.live() > 0) {
                log.visit(stretch.first(), stretch.last(), SubjectFilter.ALL, (sequence, subject) -> {
                    if (stream.has(sequence)) {
                        stream.restoreSubject(subject, 1, sequence, sequence);
                        found[0]++;
                    }
                    return true;
                });
            }
        });
        if (found[0] != stream.messages()) {
            throw new StorageException(
                    "the files have " + found[0] + " messages; the checkpoint names " + stream.messages(),
                    directory,
                    0,
                    null);
        }
    }

    /// Captures everything small and hands written bytes to the system.
    ///
    /// @return token of this image for [#onCheckpointDurable]
    public long writeImage(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(streamId);
        out.writeLong(createdNanos);
        Fields.writeText(out, halted);
        long image = files.writeImage(out);
        stream.write(out);
        consumers.write(out);
        return image;
    }

    /// What must be flushed before a checkpoint with the image captured last may be made durable.
    public List<FlushTarget> dirtyFiles() {
        return files.dirtyFiles();
    }

    /// A checkpoint with this image is durable: files that it does not name are unlinked. Tokens of images that never
    /// became durable may be left out.
    public void onCheckpointDurable(long image) {
        files.onCheckpointDurable(image);
    }

    /// Hands all messages appended so far to the system, with a call or two. Due at the end of each entry.
    public void flushWrites() {
        files.flushWrites();
    }

    /// Closes files; nothing is removed.
    public void close() {
        files.close();
    }

    public Outcome append(PartitionCommand.Append command, long groupTimeNanos) {
        return append(command.subject(), command.headers(), command.payload(), groupTimeNanos);
    }

    /// Appends one message. The arrays are only read.
    public Outcome append(String subject, byte[] headers, byte[] payload, long groupTimeNanos) {
        if (isHalted()) {
            return refuseHalted();
        }
        try {
            return outcome(stream.append(subject, headers, payload, groupTimeNanos));
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            return halt(e);
        }
    }

    /// Appends a message copied from another stream.
    public Outcome appendCopy(OriginCopy copy, String subject, byte[] headers, byte[] payload, long groupTimeNanos) {
        return change(() -> outcome(stream.appendCopy(copy, subject, headers, payload, groupTimeNanos)));
    }

    /// Puts a consumer as an archive has it.
    public Outcome restoreConsumer(byte[] image) {
        return change(() -> {
            try {
                ConsumerState state = ConsumerState.read(new DataInputStream(new ByteArrayInputStream(image)));
                if (consumers.find(state.name()) != null) {
                    return new Outcome.Refused(JetStreamErrors.CONSUMER_NAME_ALREADY_IN_USE);
                }
                consumers.add(state);
                return new Outcome.Done(state.name().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return new Outcome.Refused(JetStreamErrors.RESTORE_FAILED.with("err", "a consumer cannot be read"));
            }
        });
    }

    /// All messages of an archive are here.
    public Outcome restored(PartitionCommand.RestoreDone done) {
        return change(() -> {
            stream.restored(
                    done.config(), done.firstSequence(), done.lastSequence(), done.lastTimeNanos(), done.marks());
            files.limitTo(stream.config().maxBytes());
            return Outcome.Done.EMPTY;
        });
    }

    @Override
    public StreamArchive.Head archiveHead(boolean withConsumers) {
        return new StreamArchive.Head(
                config(),
                stream.firstSequence(),
                stream.lastSequence(),
                stream.lastTimeNanos(),
                stream.originMarks(),
                withConsumers ? consumers.images() : List.of());
    }

    private static Outcome outcome(AppendResult result) {
        return switch (result) {
            case AppendResult.Stored(long sequence) -> new Outcome.Stored(sequence);
            case AppendResult.Passed(long sequence) -> new Outcome.Stored(sequence);
            case AppendResult.Duplicate(long original) -> new Outcome.Duplicate(original);
            case AppendResult.Refused(JetStreamError error) -> new Outcome.Refused(error);
        };
    }

    /// Last sequence with exactly this subject, 0 for none.
    long lastSequenceOf(String subject) {
        return stream.lastOf(subject);
    }

    @Override
    public boolean has(long sequence) {
        return stream.has(sequence);
    }

    /// Takes on a whole new configuration and trims to its limits.
    public Outcome update(StreamConfig config, long groupTimeNanos) {
        return change(() -> {
            Optional<JetStreamError> problem = stream.update(config, groupTimeNanos);
            if (problem.isPresent()) {
                return new Outcome.Refused(problem.get());
            }
            files.limitTo(stream.config().maxBytes());
            dropUnneeded();
            return Outcome.Done.EMPTY;
        });
    }

    public Outcome purge(PartitionCommand.PurgeStream command) {
        return change(() -> {
            Optional<JetStreamError> problem = stream.purgeProblem(command.beforeSequence(), command.keep());
            if (problem.isPresent()) {
                return new Outcome.Refused(problem.get());
            }
            List<String> filters = command.filter().isEmpty() ? List.of() : List.of(command.filter());
            long purged = SubjectFilter.of(filters).isAll()
                    ? purgeAll(command.beforeSequence(), command.keep())
                    : purgeMatching(filters, command.beforeSequence(), command.keep());
            return new Outcome.Done(ByteBuffer.allocate(8).putLong(purged).array());
        });
    }

    private long purgeAll(long beforeSequence, long keep) {
        long purged = beforeSequence > 0 ? stream.removeBelow(beforeSequence) : stream.keepNewest(keep);
        consumers.onPurgedBelow(stream.firstSequence());
        return purged;
    }

    private long purgeMatching(List<String> filters, long beforeSequence, long keep) {
        long to = beforeSequence > 0 ? beforeSequence - 1 : stream.lastSequence();
        SequenceSet matching = new SequenceSet();
        reads.forEach(stream.firstSequence(), to, filters, matching::add);
        long remove = matching.count() - keep;
        long purged = 0;
        for (long at = matching.first(); at != 0 && purged < remove; at = matching.next(at + 1)) {
            stream.remove(at);
            purged++;
        }
        return purged;
    }

    public Outcome deleteMessage(long sequence) {
        return change(() -> {
            Optional<JetStreamError> problem = stream.deleteProblem(sequence);
            if (problem.isPresent()) {
                return new Outcome.Refused(problem.get());
            }
            stream.remove(sequence);
            return Outcome.Done.EMPTY;
        });
    }

    public Outcome putConsumer(PartitionCommand.PutConsumer command, long groupTimeNanos) {
        return change(() -> {
            ConsumerConfig config = command.config();
            if (!config.name().equals(command.consumer())) {
                return new Outcome.Refused(JetStreamErrors.CONSUMER_DURABLE_AND_NAME_HAVE_TO_BE_EQUAL);
            }
            Optional<JetStreamError> problem = consumers.problem(config, command.action(), stream.config());
            if (problem.isPresent()) {
                return new Outcome.Refused(problem.get());
            }
            ConsumerEntry existing = consumers.find(config.name());
            if (existing == null) {
                consumers.add(ConsumerState.create(config, groupTimeNanos, start(config)));
                return Outcome.Done.EMPTY;
            }
            boolean filtersChange = !existing.config().filters().equals(config.filters());
            existing.update(config);
            if (filtersChange) {
                dropUnneeded();
            }
            return Outcome.Done.EMPTY;
        });
    }

    public Outcome deleteConsumer(String name, long groupTimeNanos) {
        return change(() -> {
            if (consumers.find(name) == null) {
                return new Outcome.Refused(JetStreamErrors.CONSUMER_NOT_FOUND);
            }
            consumers.remove(name);
            if (consumers.hasConsumers()) {
                dropUnneeded();
            } else if (stream.config().retention() == Retention.INTEREST) {
                stream.onConsumersGone(groupTimeNanos);
                if (stream.config().holdWithoutConsumersNanos() <= 0) {
                    stream.removeBelow(stream.lastSequence() + 1);
                }
            }
            return Outcome.Done.EMPTY;
        });
    }

    /// Takes in what a consumer's leader did. Twice, or after a later record, it changes nothing. A consumer that is
    /// gone meanwhile is passed over.
    ///
    /// @return messages that became dead letters by this record
    public List<ExhaustedMessage> applyProgress(String consumer, ConsumerProgress progress) {
        ConsumerEntry entry = consumers.find(consumer);
        if (entry == null || isHalted()) {
            return List.of();
        }
        List<ExhaustedMessage> exhausted = new ArrayList<>();
        change(() -> {
            applyProgress(entry, progress, exhausted);
            return Outcome.Done.EMPTY;
        });
        return Collections.unmodifiableList(exhausted);
    }

    private void applyProgress(ConsumerEntry entry, ConsumerProgress progress, List<ExhaustedMessage> exhausted) {
        boolean removes = stream.config().retention() != Retention.LIMITS;
        SequenceSet settled = new SequenceSet();
        entry.state()
                .apply(
                        progress,
                        (from, to, action) ->
                                reads.forEach(from, to, entry.config().filters(), action),
                        stream.lastSequence(),
                        gone -> {
                            // A damaged one has nothing to show as a dead letter; it was reported.
                            StoredMessage message = loadIfWhole(gone.sequence());
                            if (message != null) {
                                exhausted.add(
                                        new ExhaustedMessage(entry.name(), gone.deliveries(), gone.reason(), message));
                            }
                        },
                        removes ? settled::add : _ -> {},
                        stream.config().exhaustedCountsAsAcked());
        settled.forEach(this::removeUnlessNeeded);
    }

    private void removeUnlessNeeded(long sequence) {
        if (!stream.has(sequence)) {
            return;
        }
        boolean needed = stream.config().retention() == Retention.INTEREST
                && consumers.isNeeded(sequence, () -> files.subject(sequence));
        if (!needed) {
            stream.remove(sequence);
        }
    }

    /// With interest retention and consumers: removes what none of them has to settle any more.
    private void dropUnneeded() {
        if (stream.config().retention() != Retention.INTEREST || !consumers.hasConsumers()) {
            return;
        }
        long bound = Math.min(consumers.highestSettledByAll(), stream.lastSequence());
        for (long at = stream.nextMessage(0); at != 0 && at <= bound; at = stream.nextMessage(at + 1)) {
            removeUnlessNeeded(at);
        }
    }

    /// Group time at which [#expire] has something to do, [Long#MAX_VALUE] for never.
    public long nextDueNanos() {
        return isHalted() ? Long.MAX_VALUE : stream.nextDueNanos();
    }

    /// Lets everything happen that is due at this group time. [#append] does so by itself.
    public void expire(long groupTimeNanos) {
        change(() -> {
            stream.expire(groupTimeNanos);
            return Outcome.Done.EMPTY;
        });
    }

    /// Whether an invariant broke: the partition only answers an error.
    public boolean isHalted() {
        return !halted.isEmpty();
    }

    private Outcome change(Supplier<Outcome> change) {
        if (isHalted()) {
            return refuseHalted();
        }
        try {
            return change.get();
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            return halt(e);
        }
    }

    private Outcome halt(RuntimeException cause) {
        halted = String.valueOf(cause.getMessage());
        LOG.error("[stream {}] An invariant is broken; the stream is halted, its files stay", config().name(), cause);
        return refuseHalted();
    }

    private Outcome refuseHalted() {
        return new Outcome.Refused(JetStreamErrors.STREAM_GENERAL_ERROR.with(
                "err", "stream " + config().name() + " is halted, its messages are kept: " + halted));
    }

    @Override
    public long streamId() {
        return streamId;
    }

    @Override
    public StreamConfig config() {
        return stream.config();
    }

    @Override
    public long createdNanos() {
        return createdNanos;
    }

    @Override
    public Stats stats() {
        return new Stats(
                stream.messages(),
                stream.bytes(),
                stream.firstSequence(),
                stream.firstTimeNanos(),
                stream.lastSequence(),
                stream.lastTimeNanos(),
                stream.deletedCount(),
                stream.subjectCount());
    }

    @Override
    public @Nullable StoredMessage load(long sequence) {
        return reads.load(sequence);
    }

    @Override
    public @Nullable StoredMessage loadLast(String pattern) {
        return reads.loadLast(pattern);
    }

    @Override
    public @Nullable StoredMessage loadNext(long fromInclusive, List<String> filters) {
        return reads.loadNext(fromInclusive, filters);
    }

    @Override
    public long count(long fromInclusive, List<String> filters) {
        return reads.count(fromInclusive, filters);
    }

    @Override
    public long sequenceAt(long timeNanos) {
        return reads.sequenceAt(timeNanos);
    }

    @Override
    public Map<String, Long> subjects(String pattern) {
        return reads.subjects(pattern);
    }

    @Override
    public List<Long> lastPerSubject(List<String> filters) {
        return reads.lastPerSubject(filters);
    }

    @Override
    public long originMark(String source) {
        return stream.originMark(source);
    }

    @Override
    public List<Long> deleted() {
        return stream.deleted();
    }

    @Override
    public ConsumerStart start(ConsumerConfig config) {
        long first = stream.firstSequence();
        long next = stream.lastSequence() + 1;
        return switch (config.deliverPolicy()) {
            case ALL -> ConsumerStart.at(first);
            case LAST -> ConsumerStart.at(startAtLast(config, next));
            case NEW -> ConsumerStart.at(next);
            case BY_START_SEQUENCE -> ConsumerStart.at(Math.clamp(config.startSequence(), first, next));
            case BY_START_TIME -> ConsumerStart.at(reads.sequenceAt(config.startTimeNanos()));
            case LAST_PER_SUBJECT -> {
                SequenceSet chosen = new SequenceSet();
                reads.lastPerSubject(config.filters()).forEach(chosen::add);
                yield new ConsumerStart(chosen.isEmpty() ? next : chosen.first(), chosen, next - 1);
            }
        };
    }

    private long startAtLast(ConsumerConfig config, long next) {
        long last = reads.last(SubjectFilter.of(config.filters()));
        return last == 0 ? next : last;
    }

    @Override
    public Collection<ConsumerEntry> consumers() {
        return Collections.unmodifiableCollection(consumers.all());
    }

    @Override
    public @Nullable ConsumerView consumer(String name) {
        return consumers.find(name);
    }
}
