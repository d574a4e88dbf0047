package dev.stationmaster.engine.deadletter;

import dev.stationmaster.engine.delivery.DeadLetterSink;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.HeaderBlock.Header;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.LeaderSide.DeadLetter;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.StoredMessage;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.NewDeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes dead letters to the metadata, each once, and copies them to dead-letter stations. Thread-safe.
///
/// Letters of a group's outbox wait there until their row is written: when the queue is full they are taken again
/// later,
/// and while the database is away they are tried again with growing pauses. Letters without an outbox (schema failures,
/// messages given up after they were settled) are dropped, with a log line, when the queue is full.
public final class DeadLetterOffice implements DeadLetterSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);
    private static final int QUEUE_MAX = 2_000;
    private static final int BATCH_MAX = 100;
    private static final long RETAKE_NANOS = 1_000_000_000L;
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
    private static final String PRODUCED_BY = "$memphis_producedBy";
    private static final String RESENT = "$memphis_dls";

    private final Directory directory;
    private final Router router;
    private final Optional<DeadLetterStore> store;
    private final ClientIdentity self;
    private final BlockingQueue<Parcel> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private volatile boolean closed;
    private @Nullable Thread worker;

    /// One letter on its way: its row, its copy for the dead-letter station, and the outbox that waits for it.
    private record Parcel(
            NewDeadLetter row,
            @Nullable Message copy,
            @Nullable GroupContext outbox,
            long outboxId) {}

    /// @param store empty on a bare broker, which has no stations
    public DeadLetterOffice(Directory directory, Router router, Optional<DeadLetterStore> store, int node) {
        this.directory = directory;
        this.router = router;
        this.store = store;
        this.self = ClientIdentity.ofNode(node);
    }

    public void start() {
        if (store.isPresent()) {
            worker = Thread.ofVirtual().name("dead-letters").start(() -> work(store.get()));
        }
    }

    @Override
    public void take(GroupContext context, PartitionView partition, DeadLetter letter) {
        StoredMessage message = letter.message();
        Parcel parcel = store.isEmpty()
                ? null
                : parcel(
                        partition.streamId(),
                        letter.consumer(),
                        letter.deliveries(),
                        letter.reason(),
                        message,
                        context,
                        letter.outboxId());
        if (parcel == null) {
            done(context, List.of(letter.outboxId()));
        } else if (!queue.offer(parcel)) {
            context.schedule(RETAKE_NANOS, () -> take(context, partition, letter));
        }
    }

    @Override
    public void takeSettled(PartitionView partition, String consumer, long sequence, String reason) {
        StoredMessage message = partition.loadIfWhole(sequence);
        Parcel parcel = message == null || store.isEmpty()
                ? null
                : parcel(partition.streamId(), consumer, 1, reason, message, null, 0);
        if (parcel != null) {
            offer(parcel);
        }
    }

    /// Takes a message that a schema refused in the client.
    void takeSchemaFailure(NewDeadLetter row, StationRef station) {
        if (store.isPresent()) {
            Message original = new Message("", "", headerBlock(row.headers()), row.payload());
            offer(new Parcel(row, copy(station, original, "failed_schema", ""), null, 0));
        }
    }

    private void offer(Parcel parcel) {
        if (!queue.offer(parcel)) {
            LOG.warn(
                    "[station {}] dead letter of sequence {} dropped: {} wait for the metadata",
                    parcel.row().station(),
                    parcel.row().sequence(),
                    QUEUE_MAX);
        }
    }

    /// @return null when nothing is to be written: no station, its switch is off, or it was a resent one
    private @Nullable Parcel parcel(
            long streamId,
            String consumer,
            int deliveries,
            String reason,
            StoredMessage message,
            @Nullable GroupContext outbox,
            long outboxId) {
        StreamRef stream = directory.stream(streamId);
        StationRef station = stream == null || stream.station().isEmpty() ? null : directory.station(stream.station());
        String producer = HeaderBlock.value(message.headers(), PRODUCED_BY);
        if (station == null || stream == null || !station.settings().dlsPoison() || RESENT.equals(producer)) {
            return null;
        }
        NewDeadLetter row = new NewDeadLetter(
                station.name(),
                stream.partition(),
                streamId,
                message.sequence(),
                dev.stationmaster.metadata.DeadLetter.Kind.POISON,
                PartitionNames.external(consumer),
                reason,
                deliveries,
                producer == null ? "unknown" : producer,
                headerMap(message.headers()),
                message.payload(),
                instant(message.timeNanos()),
                Instant.now());
        Message original = new Message(message.subject(), "", message.headers(), message.payload());
        String id = RESENT + "_" + streamId + "_" + message.sequence() + "_" + consumer;
        return new Parcel(row, copy(station, original, "unacked", id), outbox, outboxId);
    }

    private @Nullable Message copy(StationRef source, Message original, String type, String messageId) {
        String name = source.settings().dlsStation();
        StationRef target = name.isEmpty() || name.equals(source.name()) ? null : directory.station(name);
        if (target == null || isCopy(original.headers())) {
            return null;
        }
        int partition =
                1 + ThreadLocalRandom.current().nextInt(target.partitions().size());
        List<Header> added = new ArrayList<>();
        added.add(new Header("station", source.name()));
        added.add(new Header("type", type));
        if (!messageId.isEmpty()) {
            added.add(new Header("msg-id", messageId));
        }
        byte[] headers = HeaderBlock.append(HeaderBlock.without(original.headers(), "msg-id"), added);
        return new Message(PartitionNames.subject(target.internalName(), partition), "", headers, original.payload());
    }

    /// A copy that failed again goes no further, so that two stations can not send each other copies for ever.
    private static boolean isCopy(byte[] headers) {
        return headers.length > 0
                && HeaderBlock.value(headers, "station") != null
                && HeaderBlock.value(headers, "type") != null;
    }

    private void work(DeadLetterStore rows) {
        List<Parcel> batch = new ArrayList<>();
        while (!closed) {
            try {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH_MAX - 1);
                write(rows, batch);
            } catch (InterruptedException e) {
                // Closing: what is left waits in its outbox.
                return;
            }
        }
    }

    private void write(DeadLetterStore rows, List<Parcel> batch) throws InterruptedException {
        for (Duration pause = Duration.ofMillis(100); !closed; pause = longer(pause)) {
            try {
                rows.addAll(batch.stream().map(Parcel::row).toList());
                batch.forEach(this::settle);
                return;
            } catch (MetadataException e) {
                if (e.kind() == MetadataException.Kind.FAILED) {
                    writeOneByOne(rows, batch);
                    return;
                }
                LOG.warn("{} dead letters wait for the metadata: {}", batch.size() + queue.size(), e.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : doubled;
    }

    /// One bad row must not keep the others out.
    private void writeOneByOne(DeadLetterStore rows, List<Parcel> batch) {
        for (Parcel parcel : batch) {
            try {
                rows.add(parcel.row());
            } catch (MetadataException e) {
                LOG.error(
                        "[station {}] dead letter of sequence {} can not be written",
                        parcel.row().station(),
                        parcel.row().sequence(),
                        e);
            }
            settle(parcel);
        }
    }

    private void settle(Parcel parcel) {
        Message copy = parcel.copy();
        if (copy != null) {
            router.publish(copy, self);
        }
        GroupContext outbox = parcel.outbox();
        if (outbox != null) {
            outbox.execute(() -> done(outbox, List.of(parcel.outboxId())));
        }
    }

    private static void done(GroupContext context, List<Long> ids) {
        long[] outboxIds = ids.stream().mapToLong(Long::longValue).toArray();
        context.propose(new PartitionCommand.OutboxDone(outboxIds), outcome -> {});
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    static Map<String, String> headerMap(byte[] block) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (block.length > 0) {
            HeaderBlock.headers(block).forEach(header -> headers.put(header.name(), header.value()));
        }
        return headers;
    }

    static byte[] headerBlock(Map<String, String> headers) {
        return headers.isEmpty()
                ? HeaderBlock.NONE
                : HeaderBlock.of(headers.entrySet().stream()
                        .map(entry -> new Header(entry.getKey(), entry.getValue()))
                        .toList());
    }

    @Override
    public void close() {
        closed = true;
        if (worker != null) {
            worker.interrupt();
        }
    }
}
