package dev.stationmaster.engine.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/// One publisher and ten consumers that each read everything.
final class FanOutWork implements Work {
    private static final int SIZE = 1_024;
    private static final int CONSUMERS = 10;
    private static final int WINDOW = 4_000;

    @Override
    public String name() {
        return "fan-out-10";
    }

    @Override
    public String what() {
        return "one publisher of 1,024 B, 4,000 in flight, and at the same time ten pull consumers without"
                + " acknowledgements, each on a connection of its own, batches of 1,000; bare sockets on both sides,"
                + " so that the client is not what is measured";
    }

    @Override
    public List<Bar> bars() {
        return List.of(Bar.ratioAtLeast("deliveries/s", 1.5, 3));
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Server server = lab.shared(kind);
        int messages = lab.messages(60_000);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Streams stream = Streams.create(server)) {
            List<String> consumers = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                consumers.add(stream.consumer("reader-" + i, false));
            }
            Driver driver = new RawDriver();
            Watch watch = Watch.start(server);
            List<CompletableFuture<Void>> reading = consumers.stream()
                    .map(consumer -> Parallel.run(
                            () -> driver.consume(server, Streams.NAME, consumer, messages, false, new AtomicLong())))
                    .toList();
            driver.publish(server, Streams.SUBJECT, Streams.payload(SIZE), messages, WINDOW, new AtomicLong());
            for (CompletableFuture<Void> each : reading) {
                Parallel.await(each);
            }
            long deliveries = (long) messages * CONSUMERS;
            figures.put("deliveries/s", deliveries / watch.seconds());
            watch.addCpu(figures, deliveries);
        }
        return figures;
    }
}
