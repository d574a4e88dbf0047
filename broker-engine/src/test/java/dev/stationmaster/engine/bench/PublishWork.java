package dev.stationmaster.engine.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// One publisher with a window of messages that are without an acknowledgement.
record PublishWork(String name, int size, int ownMessages, boolean inMegabytes, List<Bar> bars) implements Work {
    private static final int WINDOW = 4_000;
    private static final String CPU = "server CPU s/million";

    static PublishWork small(String name, int size, int messages) {
        return new PublishWork(
                name,
                size,
                messages,
                false,
                List.of(Bar.ratioAtLeast("messages/s", 0.9, 1.2), Bar.ratioAtMost(CPU, 1.2, 0.9)));
    }

    static PublishWork large(String name, int size, int messages) {
        return new PublishWork(name, size, messages, true, List.of(Bar.ratioAtLeast("MB/s", 0.8, 1.2)));
    }

    @Override
    public String what() {
        return String.format("publishes of %,d B, %,d in flight, one connection, one replica", size, WINDOW);
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Server server = lab.shared(kind);
        int messages = lab.messages(ownMessages);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Streams stream = Streams.create(server)) {
            Watch watch = Watch.start(server);
            lab.driver(true)
                    .publish(server, Streams.SUBJECT, Streams.payload(size), messages, WINDOW, new AtomicLong());
            double rate = messages / watch.seconds();
            figures.put(inMegabytes ? "MB/s" : "messages/s", inMegabytes ? rate * size / 1e6 : rate);
            watch.addCpu(figures, messages);
            watch.addFlushes(figures, messages);
            stream.requireStored(messages);
        }
        return figures;
    }
}
