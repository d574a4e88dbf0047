package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A stream made for a load, with what publishes to it and consumes from it. Each message begins with the time at which
/// it was published, in nanoseconds of this process' clock.
final class BenchLoad implements AutoCloseable {
    static final int STAMP_BYTES = 8;
    private static final String CONSUMER = "bench";
    private static final int BATCH = 500;
    private static final int ACKS_PENDING_MAX = 20_000;
    private static final int SAMPLES_MAX = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connection publishing;
    private final Connection consuming;
    private final String stream;
    private final int messages;
    private final int size;
    private final int window;

    /// Delays are of a message's way, null where there is none to speak of.
    record Result(
            double perSecond,
            double megabytesPerSecond,
            @Nullable Double p50Millis,
            @Nullable Double p99Millis) {}

    record Both(Result published, Result consumed) {}

    private BenchLoad(Connection publishing, Connection consuming, String stream, int messages, int size, int window) {
        this.publishing = publishing;
        this.consuming = consuming;
        this.stream = stream;
        this.messages = messages;
        this.size = size;
        this.window = window;
    }

    static BenchLoad on(Connection publishing, Connection consuming, int messages, int size, int window, int replicas)
            throws IOException {
        String stream = "bench-" + Long.toString(System.nanoTime(), 36);
        try {
            JetStreamManagement management = publishing.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name(stream)
                    .subjects(stream)
                    .storageType(StorageType.File)
                    .replicas(replicas)
                    .build());
            management.addOrUpdateConsumer(
                    stream,
                    ConsumerConfiguration.builder()
                            .durable(CONSUMER)
                            .ackPolicy(AckPolicy.Explicit)
                            .maxAckPending(ACKS_PENDING_MAX)
                            .build());
        } catch (JetStreamApiException refused) {
            throw ClusterException.failed("SM-BROKER", "the broker refused a stream: " + refused.getMessage());
        }
        return new BenchLoad(publishing, consuming, stream, messages, size, window);
    }

    /// Publishes all; returns when the last is acknowledged.
    Result publish() throws Exception {
        Delays delays = new Delays();
        Semaphore free = new Semaphore(window);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        JetStream jetStream = publishing.jetStream();
        long start = System.nanoTime();
        for (int i = 0; i < messages && failure.get() == null; i++) {
            free.acquire();
            byte[] payload = new byte[size];
            long sent = System.nanoTime();
            ByteBuffer.wrap(payload).putLong(sent);
            int number = i;
            jetStream.publishAsync(stream, payload).whenComplete((ack, fault) -> {
                delays.add(number, System.nanoTime() - sent);
                if (fault != null) {
                    failure.compareAndSet(null, fault);
                }
                free.release();
            });
        }
        boolean all = free.tryAcquire(window, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Throwable fault = failure.get();
        if (fault != null || !all) {
            throw ClusterException.failed(
                    "SM-BROKER",
                    "a message was not stored: "
                            + (fault == null
                                    ? "no acknowledgement within " + PATIENCE.toSeconds() + " s"
                                    : fault.getMessage()));
        }
        return result(start, delays);
    }

    /// Consumes and acknowledges all.
    ///
    /// @param measures the way of each message; only with a publisher at the same time
    Result consume(boolean measures) throws Exception {
        Delays delays = new Delays();
        long start = System.nanoTime();
        IterableConsumer all = consuming
                .getStreamContext(stream)
                .getConsumerContext(CONSUMER)
                .iterate(ConsumeOptions.builder().batchSize(BATCH).build());
        try {
            for (int i = 0; i < messages; i++) {
                Message message = next(all);
                if (message == null) {
                    throw ClusterException.failed(
                            "SM-BROKER",
                            i + " of " + messages + " messages came, then none for " + PATIENCE.toSeconds() + " s");
                }
                if (measures) {
                    delays.add(
                            i,
                            System.nanoTime()
                                    - ByteBuffer.wrap(message.getData()).getLong());
                }
                message.ack();
            }
        } finally {
            all.close();
        }
        consuming.flush(PATIENCE);
        return result(start, measures ? delays : null);
    }

    /// The client gives up before the time is over when a leader hands over, and asks the new one by itself.
    ///
    /// @return null when none came for as long as we wait
    private static @Nullable Message next(IterableConsumer all) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Message message = null;
        for (long left = PATIENCE.toNanos(); message == null && left > 0; left = end - System.nanoTime()) {
            message = all.nextMessage(Duration.ofNanos(left));
        }
        return message;
    }

    /// Publishes and consumes at the same time.
    Both both() throws Exception {
        CompletableFuture<Result> consumed = new CompletableFuture<>();
        Thread consumer = Thread.ofPlatform().daemon().name("bench-consumer").start(() -> {
            try {
                consumed.complete(consume(true));
            } catch (Exception failure) {
                consumed.completeExceptionally(failure);
            }
        });
        Result published = publish();
        consumer.join();
        try {
            return new Both(published, consumed.join());
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    private Result result(long start, @Nullable Delays delays) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(
                messages / seconds,
                (double) messages * size / seconds / 1e6,
                delays == null ? null : delays.millis(50),
                delays == null ? null : delays.millis(99));
    }

    @Override
    public void close() throws IOException {
        try {
            publishing.jetStreamManagement().deleteStream(stream);
        } catch (JetStreamApiException refused) {
            throw ClusterException.failed(
                    "SM-BROKER", "stream " + stream + " was not deleted: " + refused.getMessage());
        }
    }

    /// Of every message, or of every n-th where there are too many. Each place is written once.
    private final class Delays {
        private final int step = Math.ceilDiv(messages, SAMPLES_MAX);
        private final long[] nanos = new long[Math.ceilDiv(messages, step)];

        void add(int message, long delay) {
            if (message % step == 0) {
                nanos[message / step] = delay;
            }
        }

        double millis(int percent) {
            Arrays.sort(nanos);
            return nanos[Math.min(nanos.length - 1, (int) ((long) nanos.length * percent / 100))] / 1e6;
        }
    }
}
