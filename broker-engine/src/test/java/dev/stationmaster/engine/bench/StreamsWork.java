package dev.stationmaster.engine.bench;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A thousand streams on a server that was just started.
final class StreamsWork implements Work {
    private static final int STREAMS = 1_000;
    private static final double WAIT = 30;
    private static final double LOOK = 10;

    @Override
    public String name() {
        return "streams-1000";
    }

    @Override
    public String what() {
        return "creates 1,000 streams one by one on an empty server; resident memory before and 30 s after; then CPU of"
                + " 10 idle seconds";
    }

    @Override
    public List<Bar> bars() {
        return List.of(
                Bar.ratioAtMost("creation, median ms", 3, 1),
                Bar.atMost("memory of each, KB", 108, 54),
                Bar.atMost("idle CPU, % of a core", Bar.NONE, 2));
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        int streams = lab.messages(STREAMS);
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Server server = lab.fresh(kind)) {
            Ready.await(server, "ready");
            lab.settle(5);
            double before = server.residentKilobytes();
            double[] millis = new double[streams];
            double cpu = server.cpuSeconds();
            try (Connection connection = JavaDriver.connect(server)) {
                JetStreamManagement management = connection.jetStreamManagement();
                for (int i = 0; i < streams; i++) {
                    StreamConfiguration config = StreamConfiguration.builder()
                            .name("bench-" + i)
                            .subjects("bench." + i)
                            .storageType(StorageType.File)
                            .build();
                    long start = System.nanoTime();
                    management.addStream(config);
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
            }
            figures.put("creation, median ms", Figures.median(millis));
            figures.put("creation, p99 ms", Figures.percentile(millis, 99));
            figures.put("server CPU ms/stream", (server.cpuSeconds() - cpu) * 1e3 / streams);
            lab.settle(WAIT);
            figures.put("memory of each, KB", (server.residentKilobytes() - before) / streams);
            double idle = server.cpuSeconds();
            long start = System.nanoTime();
            lab.settle(LOOK);
            figures.put(
                    "idle CPU, % of a core", (server.cpuSeconds() - idle) / ((System.nanoTime() - start) / 1e9) * 100);
        }
        return figures;
    }
}
