package dev.stationmaster.engine.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Consumes what is stored already, acknowledging each message.
final class PullAckWork implements Work {
    private static final int SIZE = 1_024;
    private static final int WINDOW = 4_000;

    @Override
    public String name() {
        return "pull-ack";
    }

    @Override
    public String what() {
        return "one pull consumer, batches of 1,000, an explicit acknowledgement for each message of 1,024 B";
    }

    @Override
    public List<Bar> bars() {
        return List.of(
                Bar.ratioAtLeast("messages/s", 1.0, 1.3), Bar.ratioAtMost("server CPU s/million", Bar.NONE, 0.7));
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Server server = lab.shared(kind);
        int messages = lab.messages(200_000);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Streams stream = Streams.create(server)) {
            new RawDriver().publish(server, Streams.SUBJECT, Streams.payload(SIZE), messages, WINDOW, new AtomicLong());
            String consumer = stream.consumer("puller", true);
            Watch watch = Watch.start(server);
            lab.driver(true).consume(server, Streams.NAME, consumer, messages, true, new AtomicLong());
            figures.put("messages/s", messages / watch.seconds());
            watch.addCpu(figures, messages);
            stream.requireSettled(consumer);
        }
        return figures;
    }
}
