package dev.stationmaster.engine.powercut;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Publishes messages with ascending ids as fast as they are acknowledged, until told to stop.
final class Publisher implements AutoCloseable {
    private static final int WINDOW = 4_000;

    /// Sequence that the server said, and when.
    record Acked(long sequence, long nanos) {}

    private final ConcurrentSkipListMap<Long, Acked> acked = new ConcurrentSkipListMap<>();
    private final Semaphore window = new Semaphore(WINDOW);
    private final Connection connection;
    private final Thread thread;
    private volatile boolean stopped;
    private long nextId;

    Publisher(Server server, Random random, long firstId) throws Exception {
        this.connection = server.connect();
        this.nextId = firstId;
        long seed = random.nextLong();
        this.thread = Thread.ofPlatform().daemon().start(() -> publish(new Random(seed)));
    }

    private void publish(Random random) {
        try {
            JetStream stream = connection.jetStream();
            while (!stopped) {
                if (window.tryAcquire(50, TimeUnit.MILLISECONDS)) {
                    long id = nextId++;
                    stream.publishAsync("cut.a", payload(id, random)).whenComplete((ack, failure) -> {
                        onAck(id, ack);
                        window.release();
                    });
                }
            }
        } catch (Exception e) {
            // The connection is closed, or its server is frozen and it cannot send.
        }
    }

    private void onAck(long id, PublishAck ack) {
        if (ack != null && !ack.hasError()) {
            acked.put(id, new Acked(ack.getSeqno(), System.nanoTime()));
        }
    }

    /// Mostly small ones, at times one that travels in parts.
    private static byte[] payload(long id, Random random) {
        int kind = random.nextInt(4_000);
        int size = kind == 0 ? 600_000 : kind < 40 ? 16_000 : 8 + random.nextInt(1_000);
        byte[] payload = new byte[size];
        ByteBuffer.wrap(payload).putLong(id);
        for (int at = 8; at < size; at++) {
            payload[at] = (byte) (id + at);
        }
        return payload;
    }

    /// The id of a payload that is whole, -1 for any other.
    static long idOf(byte[] payload) {
        if (payload.length < 8) {
            return -1;
        }
        long id = ByteBuffer.wrap(payload).getLong();
        for (int at = 8; at < payload.length; at++) {
            if (payload[at] != (byte) (id + at)) {
                return -1;
            }
        }
        return id;
    }

    int ackedSoFar() {
        return acked.size();
    }

    /// Stops; what was acknowledged by now, by id.
    ConcurrentSkipListMap<Long, Acked> stop() throws InterruptedException {
        stopped = true;
        connection.close();
        thread.join(10_000);
        return acked;
    }

    /// Above every id that was sent; after [#stop].
    long nextId() {
        return nextId;
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
