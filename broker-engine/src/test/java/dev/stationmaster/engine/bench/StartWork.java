package dev.stationmaster.engine.bench;

import java.util.List;
import java.util.Map;

/// From the start of the process to the first acknowledged publish, on an empty store.
final class StartWork implements Work {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String what() {
        return "start of the process to the first acknowledged publish, bare broker, empty store; a stream is made on the way";
    }

    @Override
    public List<Bar> bars() {
        return List.of(Bar.atMost("start, s", 2, 0.8));
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        try (Server server = lab.fresh(kind)) {
            return Map.of("start, s", Ready.await(server, "ready"));
        }
    }
}
