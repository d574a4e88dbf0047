package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.replication.CommandCodec;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand.Append;
import dev.stationmaster.engine.replication.PartitionCommand.AppendCopy;
import dev.stationmaster.engine.replication.PartitionCommand.CreateStream;
import dev.stationmaster.engine.replication.PartitionCommand.DeleteConsumer;
import dev.stationmaster.engine.replication.PartitionCommand.DeleteMessage;
import dev.stationmaster.engine.replication.PartitionCommand.DeleteStream;
import dev.stationmaster.engine.replication.PartitionCommand.OutboxDone;
import dev.stationmaster.engine.replication.PartitionCommand.Progress;
import dev.stationmaster.engine.replication.PartitionCommand.PurgeStream;
import dev.stationmaster.engine.replication.PartitionCommand.PutConsumer;
import dev.stationmaster.engine.replication.PartitionCommand.RestoreConsumer;
import dev.stationmaster.engine.replication.PartitionCommand.RestoreDone;
import dev.stationmaster.engine.replication.PartitionCommand.Tick;
import dev.stationmaster.engine.replication.PartitionCommand.UpdateStream;
import dev.stationmaster.engine.replication.PartitionCommand.UploadBegin;
import dev.stationmaster.engine.replication.PartitionCommand.UploadCommit;
import dev.stationmaster.engine.replication.PartitionCommand.UploadCommitCopy;
import dev.stationmaster.engine.replication.PartitionCommand.UploadPart;
import dev.stationmaster.engine.storage.FlushTarget;
import dev.stationmaster.engine.stream.OriginCopy;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// State of a data group: its streams, the outbox of dead letters, uploads. Confined to the group loop.
///
/// A broken invariant inside one stream halts that stream, as part of apply ([Partition]); the others go on. A storage
/// error goes up: the replica stops.
public final class DataMachine implements GroupMachine {
    private static final int IMAGE_VERSION = 1;

    private final StreamDirectories directories;

    private final LeaderSide leaderSide;
    private final TreeMap<Long, Held> streams = new TreeMap<>();
    private final Map<String, Held> byName = new HashMap<>();
    private final Outbox outbox = new Outbox();
    private final Uploads uploads = new Uploads();

    /// At or below the earliest group time at which something is due.
    private long dueNanos = Long.MAX_VALUE;

    /// Streams that the entry touched, and what the leader's side is to hear after it.
    private final Set<Held> touched = new LinkedHashSet<>();

    private final List<Runnable> events = new ArrayList<>();
    private boolean leading;

    /// Streams that the image under way names.
    private List<Imaged> imaged = List.of();

    private record Imaged(Held held, long token) {}

    /// One stream here.
    private static final class Held {
        final Partition partition;
        final SubjectMaps maps = new SubjectMaps();

        boolean deleted;
        long storedFirst;
        long storedLast;
        long knownFirst;

        Held(Partition partition) {
            this.partition = partition;
            this.knownFirst = partition.stats().firstSequence();
        }

        String name() {
            return partition.config().name();
        }

        void onStored(long sequence) {
            if (storedFirst == 0) {
                storedFirst = sequence;
            }
            storedLast = sequence;
        }
    }

    /// Makes the machines of data groups.
    ///
    /// @param leaderSides makes the leader's side of a group
    public static GroupMachine.Factory factory(Function<GroupContext, LeaderSide> leaderSides) {
        return (context, directory) -> new DataMachine(context, directory, leaderSides);
    }

    private DataMachine(MachineContext context, Path directory, Function<GroupContext, LeaderSide> leaderSides) {

        this.directories = new StreamDirectories(directory);

        this.leaderSide = leaderSides.apply(new DataContext(context, this));
    }

    Collection<? extends PartitionView> partitions() {
        return streams.values().stream().map(held -> held.partition).toList();
    }

    @Nullable
    PartitionView partition(String name) {
        Held held = byName.get(name);
        return held == null ? null : held.partition;
    }

    @Nullable
    PartitionView partition(long streamId) {
        Held held = streams.get(streamId);
        return held == null ? null : held.partition;
    }

    @Override
    public boolean understands(int kind, int version) {
        return CommandCodec.understands(kind, version);
    }

    @Override
    public Outcome apply(ByteBuffer command, ByteBuffer payload, long groupTimeNanos, long index) {
        return switch (CommandCodec.read(command, payload)) {
            case Append append ->
                append(append.streamId(), append.subject(), append.headers(), append.payload(), groupTimeNanos);
            case AppendCopy copy ->
                appendCopy(
                        copy.streamId(), copy.copy(), copy.subject(), copy.headers(), copy.payload(), groupTimeNanos);
            case CreateStream create -> create(create, groupTimeNanos);
            case UpdateStream update -> update(update, groupTimeNanos);
            case DeleteStream delete -> delete(delete.streamId());
            case PurgeStream purge ->
                inStream(purge.streamId(), held -> {
                    Outcome outcome = held.partition.purge(purge);
                    tell(held, () -> leaderSide.onPartitionChanged(held.partition));
                    return outcome;
                });
            case DeleteMessage delete ->
                inStream(delete.streamId(), held -> {
                    Outcome outcome = held.partition.deleteMessage(delete.sequence());
                    tell(held, () -> leaderSide.onPartitionChanged(held.partition));
                    return outcome;
                });
            case PutConsumer put -> putConsumer(put, groupTimeNanos);
            case DeleteConsumer delete -> deleteConsumer(delete, groupTimeNanos);
            case Progress progress -> progress(progress, groupTimeNanos);
            case OutboxDone done -> {
                outbox.done(done.outboxIds());
                yield Outcome.Done.EMPTY;
            }
            case Tick _ -> Outcome.Done.EMPTY;
            case UploadBegin begin -> begin(begin, groupTimeNanos);
            case UploadPart part ->
                uploads.add(part) ? Outcome.Done.EMPTY : refused("upload " + part.uploadId() + " is unknown");
            case UploadCommit commit -> commit(commit, groupTimeNanos);
            case UploadCommitCopy commit -> commitCopy(commit, groupTimeNanos);
            case RestoreConsumer restore -> restoreConsumer(restore);
            case RestoreDone done ->
                inStream(done.streamId(), held -> {
                    Outcome outcome = held.partition.restored(done);
                    tell(held, () -> leaderSide.onPartitionChanged(held.partition));
                    return outcome;
                });
        };
    }

    private Outcome append(long streamId, String subject, byte[] headers, byte[] payload, long groupTimeNanos) {
        return inStream(streamId, held -> {
            held.maps.follow(held.partition.config());
            String stored = held.maps.stored(subject);
            boolean republishes = leading && held.maps.republishes();
            long lastOfSubject = republishes ? held.partition.lastSequenceOf(stored) : 0;
            Outcome outcome = held.partition.append(stored, headers, payload, groupTimeNanos);
            if (outcome instanceof Outcome.Stored(long sequence)) {
                held.onStored(sequence);
                if (republishes) {
                    republish(held, lastOfSubject, sequence, stored, headers, payload, groupTimeNanos);
                }
            }
            // Who publishes to such a stream is not answered.
            return held.partition.config().noAck() ? Outcome.Done.EMPTY : outcome;
        });
    }

    /// Copies keep the subject that their source gives them; only those of sources go through the stream's transform.
    private Outcome appendCopy(
            long streamId, OriginCopy copy, String subject, byte[] headers, byte[] payload, long groupTimeNanos) {
        return inStream(streamId, held -> {
            held.maps.follow(held.partition.config());
            String stored = copy.isMirror() ? subject : held.maps.stored(subject);
            boolean republishes = leading && held.maps.republishes();
            long lastOfSubject = republishes ? held.partition.lastSequenceOf(stored) : 0;
            Outcome outcome = held.partition.appendCopy(copy, stored, headers, payload, groupTimeNanos);
            if (outcome instanceof Outcome.Stored(long sequence)) {
                held.onStored(sequence);
                if (republishes) {
                    long time = copy.isMirror() ? copy.timeNanos() : groupTimeNanos;
                    republish(held, lastOfSubject, sequence, stored, headers, payload, time);
                }
            }
            return outcome;
        });
    }

    private void republish(
            Held held,
            long lastOfSubject,
            long sequence,
            String subject,
            byte[] headers,
            byte[] payload,
            long timeNanos) {
        String destination = held.maps.republished(subject);
        if (destination != null && held.partition.has(sequence)) {
            StoredMessage message = new StoredMessage(sequence, timeNanos, subject, headers, payload);
            LeaderSide.Republished copy = new LeaderSide.Republished(destination, lastOfSubject, message);
            tell(held, () -> leaderSide.onRepublished(held.partition, copy));
        }
    }

    private Outcome create(CreateStream create, long groupTimeNanos) {
        Held known = streams.get(create.streamId());
        if (known != null) {
            return known.partition.config().equals(create.config())
                    ? Outcome.Done.EMPTY
                    : new Outcome.Refused(JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_WITH_A_DIFFERENT);
        }
        Path directory = directories.fresh(create.streamId());
        Held held = new Held(Partition.create(create.streamId(), create.config(), groupTimeNanos, directory));
        streams.put(create.streamId(), held);
        byName.put(held.name(), held);
        touched.add(held);
        tell(held, () -> leaderSide.onPartitionCreated(held.partition));
        return Outcome.Done.EMPTY;
    }

    private Outcome update(UpdateStream update, long groupTimeNanos) {
        return inStream(update.streamId(), held -> {
            Outcome outcome = held.partition.update(update.config(), groupTimeNanos);
            if (outcome instanceof Outcome.Done) {
                tell(held, () -> leaderSide.onPartitionUpdated(held.partition));
            }
            return outcome;
        });
    }

    private Outcome delete(long streamId) {
        Held held = streams.remove(streamId);
        if (held == null) {
            return Outcome.Done.EMPTY;
        }
        held.deleted = true;
        byName.remove(held.name(), held);
        touched.remove(held);
        outbox.removeStream(streamId);
        held.partition.close();
        directories.dropAfterCheckpoint(streamId);
        if (leading) {
            events.add(() -> leaderSide.onPartitionDeleted(held.partition));
        }
        return Outcome.Done.EMPTY;
    }

    private Outcome putConsumer(PutConsumer put, long groupTimeNanos) {
        return inStream(put.streamId(), held -> {
            Outcome outcome = held.partition.putConsumer(put, groupTimeNanos);
            if (outcome instanceof Outcome.Done) {
                tell(held, () -> leaderSide.onConsumerPut(held.partition, put.consumer()));
            }
            return outcome;
        });
    }

    private Outcome deleteConsumer(DeleteConsumer delete, long groupTimeNanos) {
        return inStream(delete.streamId(), held -> {
            Outcome outcome = held.partition.deleteConsumer(delete.consumer(), groupTimeNanos);
            if (outcome instanceof Outcome.Done) {
                tell(held, () -> leaderSide.onConsumerDeleted(held.partition, delete.consumer()));
            }
            return outcome;
        });
    }

    private Outcome progress(Progress progress, long groupTimeNanos) {
        return inStream(progress.streamId(), held -> {
            for (Partition.ExhaustedMessage one :
                    held.partition.applyProgress(progress.consumer(), progress.progress())) {
                LeaderSide.DeadLetter letter = outbox.add(progress.streamId(), one, groupTimeNanos);
                tell(held, () -> leaderSide.onDeadLetter(held.partition, letter));
            }
            return Outcome.Done.EMPTY;
        });
    }

    private Outcome begin(UploadBegin begin, long groupTimeNanos) {
        if (!uploads.begin(begin, groupTimeNanos)) {
            return new Outcome.Refused(JetStreamErrors.INSUFFICIENT_RESOURCES);
        }
        dueNanos = Math.min(dueNanos, uploads.nextDueNanos());
        return Outcome.Done.EMPTY;
    }

    private Outcome commit(UploadCommit commit, long groupTimeNanos) {
        Uploads.Upload upload = uploads.finish(commit.uploadId());
        if (upload == null || upload.streamId != commit.streamId()) {
            return new Outcome.Refused(JetStreamErrors.INSUFFICIENT_RESOURCES);
        }
        return append(upload.streamId, upload.subject, upload.headers, upload.payload, groupTimeNanos);
    }

    private Outcome restoreConsumer(RestoreConsumer restore) {
        return inStream(restore.streamId(), held -> {
            Outcome outcome = held.partition.restoreConsumer(restore.image());
            if (outcome instanceof Outcome.Done(byte[] name)) {
                String consumer = new String(name, StandardCharsets.UTF_8);
                tell(held, () -> leaderSide.onConsumerPut(held.partition, consumer));
            }
            return outcome;
        });
    }

    private Outcome commitCopy(UploadCommitCopy commit, long groupTimeNanos) {
        Uploads.Upload upload = uploads.finish(commit.uploadId());
        if (upload == null || upload.streamId != commit.streamId()) {
            return new Outcome.Refused(JetStreamErrors.INSUFFICIENT_RESOURCES);
        }
        return appendCopy(
                upload.streamId, commit.copy(), upload.subject, upload.headers, upload.payload, groupTimeNanos);
    }

    private Outcome inStream(long streamId, Function<Held, Outcome> change) {
        Held held = streams.get(streamId);
        if (held == null) {
            return new Outcome.Refused(JetStreamErrors.STREAM_NOT_FOUND);
        }
        touched.add(held);
        return change.apply(held);
    }

    private static Outcome refused(String reason) {
        return new Outcome.Refused(JetStreamErrors.STREAM_GENERAL_ERROR.with("err", reason));
    }

    private void tell(Held held, Runnable event) {
        if (leading) {
            events.add(() -> {
                if (!held.deleted) {
                    event.run();
                }
            });
        }
    }

    @Override
    public void onOriginSessionEnded(int origin) {
        uploads.onOriginSessionEnded(origin);
    }

    @Override
    public void endOfEntry() {
        for (Held held : touched) {
            held.partition.flushWrites();
            dueNanos = Math.min(dueNanos, held.partition.nextDueNanos());
        }
        tellLeaderSide();
    }

    private void tellLeaderSide() {
        if (leading) {
            events.forEach(Runnable::run);
        }
        events.clear();
        for (Held held : touched) {
            long first = held.partition.stats().firstSequence();
            if (leading && !held.deleted) {
                if (first != held.knownFirst) {
                    leaderSide.onPartitionChanged(held.partition);
                }
                if (held.storedFirst != 0) {
                    leaderSide.onStored(held.partition, held.storedFirst, held.storedLast);
                }
            }
            held.knownFirst = first;
            held.storedFirst = 0;
        }
        touched.clear();
    }

    @Override
    public long nextDueNanos() {
        return dueNanos;
    }

    @Override
    public void expire(long groupTimeNanos) {
        uploads.expire(groupTimeNanos);
        long due = uploads.nextDueNanos();
        for (Held held : streams.values()) {
            if (held.partition.nextDueNanos() <= groupTimeNanos) {
                held.partition.expire(groupTimeNanos);
                held.partition.flushWrites();
                tell(held, () -> leaderSide.onPartitionChanged(held.partition));
            }
            due = Math.min(due, held.partition.nextDueNanos());
        }
        dueNanos = due;
        tellLeaderSide();
    }

    @Override
    public void writeImage(DataOutput out) throws IOException {
        out.writeByte(IMAGE_VERSION);
        outbox.writeImage(out);
        uploads.writeImage(out);
        out.writeInt(streams.size());
        List<Imaged> images = new ArrayList<>();
        for (Map.Entry<Long, Held> entry : streams.entrySet()) {
            Held held = entry.getValue();
            out.writeLong(entry.getKey());

            images.add(new Imaged(held, held.partition.writeImage(out)));
        }
        imaged = images;
        directories.onImage();
    }

    @Override
    public FileFlush filesOfImage() {
        List<FlushTarget> files = new ArrayList<>();
        imaged.forEach(image -> files.addAll(image.held.partition.dirtyFiles()));
        return () -> files.forEach(FlushTarget::flush);
    }

    @Override
    public void onCheckpointDurable() {
        for (Imaged image : imaged) {
            if (!image.held.deleted) {
                image.held.partition.onCheckpointDurable(image.token);
            }
        }
        imaged = List.of();
        directories.onCheckpointDurable();
    }

    @Override
    public void startEmpty() {
        // Nothing is removed: should the checkpoint be lost, the log will tell, and these files are all there is. A
        // stream that is made again makes its directory anew, others go after the next checkpoint was restored.
    }

    @Override
    public void restore(DataInput in) throws IOException {
        Fields.requireVersion(in, IMAGE_VERSION, "the image of a data group");
        outbox.restore(in);
        uploads.restore(in);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            long streamId = in.readLong();

            Held held = new Held(Partition.restore(in, directories.of(streamId)));
            streams.put(streamId, held);
            byName.put(held.name(), held);
        }
        directories.keepOnly(streams.keySet());
        // Whatever is due shows at the first entry.
        dueNanos = 0;
    }

    @Override
    public void onLeaderReady() {
        leading = true;
        leaderSide.onLeaderReady();
        outbox.forEach((streamId, letter) -> {
            Held held = streams.get(streamId);
            if (held != null) {
                leaderSide.onDeadLetter(held.partition, letter);
            }
        });
    }

    @Override
    public void onLeaderLost() {
        leading = false;
        leaderSide.onLeaderLost();
    }

    @Override
    public void onRequest(GroupRequest request) {
        leaderSide.onRequest(request);
    }

    @Override
    public void close() {
        streams.values().forEach(held -> held.partition.close());
    }
}
