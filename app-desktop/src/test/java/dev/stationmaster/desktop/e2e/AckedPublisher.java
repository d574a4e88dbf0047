package dev.stationmaster.desktop.e2e;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Publishes numbered messages from a thread of its own and remembers the sequence that each acknowledgement named.
///
/// With retries, a message whose fate is unknown is sent again under the same `msg-id` until it is acknowledged, so
/// that every number given out ends up stored once. Without, a message is sent once and may stay unacknowledged.
final class AckedPublisher implements AutoCloseable {
    private static final int WINDOW = 64;
    private static final Duration ACK_LIMIT = Duration.ofSeconds(5);
    private final Connection connection;
    private final String subject;
    private final boolean retry;
    private final Semaphore window = new Semaphore(WINDOW);
    private final Map<Integer, Long> acked = new ConcurrentSkipListMap<>();
    private final AtomicLong lastAck = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();
    private final Thread thread;
    private volatile boolean running = true;
    private int next;

    AckedPublisher(List<Integer> ports, String station, int firstId, boolean retry) {
        this.connection = RawClient.connect(ports);
        this.subject = station + "$1.final";
        this.retry = retry;
        this.next = firstId;
        this.thread = Thread.ofPlatform().daemon().name("publisher-" + station).start(this::publish);
    }

    private void publish() {
        try {
            JetStream stream = connection.jetStream();
            while (running && !Thread.currentThread().isInterrupted()) {
                if (window.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    send(stream, next++);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(JetStream stream, int id) {
        NatsMessage message = NatsMessage.builder()
                .subject(subject)
                .headers(new Headers().add("msg-id", subject + id))
                .data(RawClient.payload(id, 256))
                .build();
        CompletableFuture<PublishAck> sent;
        try {
            sent = stream.publishAsync(message).orTimeout(ACK_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e); // the client is between two servers
        }
        sent.whenComplete((ack, fault) -> {
            if (ack != null) {
                remember(id, ack);
                window.release();
            } else if (retry && running) {
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> send(stream, id));
            } else {
                window.release();
            }
        });
    }

    private void remember(int id, PublishAck ack) {
        long now = System.nanoTime();
        long gap = now - lastAck.getAndSet(now);
        longestGap.accumulateAndGet(gap, Math::max);
        acked.put(id, ack.getSeqno());
    }

    /// Number → sequence, as acknowledged so far.
    Map<Integer, Long> acked() {
        return acked;
    }

    /// The first number that was not given out.
    int nextId() {
        return next;
    }

    /// The longest time without any acknowledgement since the last call.
    Duration longestGap() {
        return Duration.ofNanos(longestGap.getAndSet(0));
    }

    /// Stops giving out numbers and waits for what is in flight.
    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join(5000);
        if (!window.tryAcquire(WINDOW, 60, TimeUnit.SECONDS) && retry) {
            throw new AssertionError((WINDOW - window.availablePermits()) + " messages stayed unacknowledged for 60 s");
        }
        running = false;
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
