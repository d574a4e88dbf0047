package dev.stationmaster.engine.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Plain publish and subscribe, one publisher and one subscriber, nothing stored.
final class CoreWork implements Work {
    private static final int SIZE = 128;

    /// How far the publisher may run ahead: less than a server keeps for a subscriber that lags.
    private static final int AHEAD_MAX = 50_000;

    @Override
    public String name() {
        return "core";
    }

    @Override
    public String what() {
        return "core publish/subscribe of 128 B, one publisher, one subscriber on a connection of its own, not stored;"
                + " bare sockets on both sides, so that the client is not what is measured";
    }

    @Override
    public List<Bar> bars() {
        return List.of(Bar.ratioAtLeast("messages/s", 0.9, 1.0));
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Server server = lab.shared(kind);
        int messages = lab.messages(3_000_000);
        AtomicLong taken = new AtomicLong();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (RawClient publisher = new RawClient(server.port());
                RawClient subscriber = new RawClient(server.port())) {
            subscriber.readWaitMax(30_000);
            subscriber.subscribe("core.bench", 1);
            // The subscription is there when a request over the same connection has been answered.
            subscriber.subscribe("core.ready", 2);
            subscriber.put("PUB core.ready 0\r\n\r\n");
            subscriber.flush();
            boolean[] ready = new boolean[1];
            while (!ready[0]) {
                subscriber.read(_ -> ready[0] = true);
            }
            Thread sender = Thread.currentThread();
            Watch watch = Watch.start(server);
            CompletableFuture<Void> taking = Parallel.run(() -> {
                while (taken.get() < messages) {
                    long[] count = new long[1];
                    subscriber.read(_ -> count[0]++);
                    taken.addAndGet(count[0]);
                    LockSupport.unpark(sender);
                }
            });
            publish(publisher, messages, taken, taking);
            Parallel.await(taking);
            figures.put("messages/s", messages / watch.seconds());
            watch.addCpu(figures, messages);
        }
        return figures;
    }

    private static void publish(RawClient publisher, int messages, AtomicLong taken, CompletableFuture<Void> taking)
            throws Exception {
        byte[] payload = Streams.payload(SIZE);
        byte[] frame = RawClient.ascii("PUB core.bench " + SIZE + "\r\n" + new String(payload) + "\r\n");
        for (int i = 0; i < messages; i++) {
            publisher.put(frame, 0, frame.length);
            if (i % 1_000 == 0) {
                while (i - taken.get() > AHEAD_MAX && !taking.isDone()) {
                    publisher.flush();
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        }
        publisher.flush();
    }
}
