package dev.stationmaster.engine.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A publisher at full rate and a consumer that acknowledges each message, together.
final class PublishConsumeWork implements Work {
    private static final int SIZE = 1_024;
    private static final int WINDOW = 4_000;
    private static final String LAG = "largest lag, s of publishing";
    private static final String GROWTH = "growth of the lag";

    @Override
    public String name() {
        return "publish-consume";
    }

    @Override
    public String what() {
        return "publishes of 1,024 B, 4,000 in flight, and one pull consumer with explicit acknowledgements at the same"
                + " time; the lag is what was acknowledged to the publisher and not yet delivered; its growth is that of"
                + " its mean from the second quarter of the publishing to the last (2.3 when it grows without bound;"
                + " 1 while it stays below 1 s)";
    }

    @Override
    public List<Bar> bars() {
        return List.of(
                Bar.ratioAtLeast("consumed/s", 1.5, 2.5),
                Bar.atMost(LAG, Bar.NONE, 1),
                Bar.atMost(GROWTH, 1.5, Bar.NONE));
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Server server = lab.shared(kind);
        int messages = lab.messages(300_000);
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Streams stream = Streams.create(server)) {
            String consumer = stream.consumer("puller", true);
            Driver driver = lab.driver(true);
            Watch watch = Watch.start(server);
            CompletableFuture<Void> consuming =
                    Parallel.run(() -> driver.consume(server, Streams.NAME, consumer, messages, true, taken));
            CompletableFuture<Void> publishing = Parallel.run(() ->
                    driver.publish(server, Streams.SUBJECT, Streams.payload(SIZE), messages, WINDOW, acknowledged));
            List<Long> lags = new ArrayList<>();
            while (!publishing.isDone() && !consuming.isCompletedExceptionally()) {
                lags.add(Math.max(0, acknowledged.get() - taken.get()));
                TimeUnit.MILLISECONDS.sleep(5);
            }
            Parallel.await(publishing);
            double published = watch.seconds();
            Parallel.await(consuming);
            figures.put("consumed/s", messages / watch.seconds());
            figures.put("published/s", messages / published);
            double largest = lags.stream().mapToLong(Long::longValue).max().orElse(0) / (messages / published);
            figures.put(LAG, largest);
            figures.put(GROWTH, largest < 1 ? 1 : mean(lags, 3) / mean(lags, 1));
            watch.addCpu(figures, messages);
            watch.addFlushes(figures, messages);
            stream.requireSettled(consumer);
        }
        return figures;
    }

    private static double mean(List<Long> all, int quarter) {
        return all.subList(all.size() * quarter / 4, all.size() * (quarter + 1) / 4).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElse(Double.NaN);
    }
}
