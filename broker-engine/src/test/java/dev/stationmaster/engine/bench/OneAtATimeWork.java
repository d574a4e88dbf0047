package dev.stationmaster.engine.bench;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// One message, its acknowledgement, then the next: against what a round trip and a flush cost in the same round.
final class OneAtATimeWork implements Work {
    private static final int SIZE = 128;
    private static final int ROUND_TRIPS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String TIMES = "times (round trip + flush)";

    @Override
    public String name() {
        return "publish-one";
    }

    @Override
    public String what() {
        return "publishes of 128 B one at a time; round trip: median of 10,000 core requests through the same broker"
                + " to a responder in this process; flush: median fdatasync of 4 KiB into a preallocated file beside the stores";
    }

    @Override
    public List<Bar> bars() {
        return List.of(Bar.atMost(TIMES, 2, 1.3));
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Server server = lab.shared(kind);
        byte[] payload = Streams.payload(SIZE);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Streams stream = Streams.create(server);
                Connection connection = JavaDriver.connect(server);
                Connection responding = JavaDriver.connect(server)) {
            double trip = roundTrip(connection, responding, payload);
            double flush = Disk.flushMicros(lab.folder());
            JetStream publisher = connection.jetStream();
            int messages = lab.messages(3_000);
            Watch watch = Watch.start(server);
            double publish = medianMicros(messages, () -> publisher.publish(Streams.SUBJECT, payload));
            // The disk is shared with whatever else runs: before and after.
            flush = (flush + Disk.flushMicros(lab.folder())) / 2;
            figures.put("publish µs", publish);
            figures.put("round trip µs", trip);
            figures.put("flush µs", flush);
            figures.put(TIMES, publish / (trip + flush));
            watch.addCpu(figures, messages);
            watch.addFlushes(figures, messages);
            stream.requireStored(messages);
        }
        return figures;
    }

    private static double roundTrip(Connection connection, Connection responding, byte[] payload) throws Exception {
        Dispatcher responder =
                responding.createDispatcher(request -> responding.publish(request.getReplyTo(), request.getData()));
        responder.subscribe("echo");
        responding.flush(PATIENCE);
        return medianMicros(ROUND_TRIPS, () -> {
            Message answer = connection.request("echo", payload, PATIENCE);
            if (answer == null || answer.isStatusMessage()) {
                throw new IllegalStateException("a request was answered with " + answer);
            }
            return answer;
        });
    }

    private static double medianMicros(int times, Callable<?> what) throws Exception {
        double[] micros = new double[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            what.call();
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        return Figures.median(micros);
    }
}
