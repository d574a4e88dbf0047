package dev.stationmaster.engine.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a broker costs that does nothing.
final class IdleWork implements Work {
    private static final double WAIT = 30;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String what() {
        return "resident memory of the bare broker 30 s after its start, one message stored; CPU of these seconds past"
                + " the first ten";
    }

    @Override
    public List<Bar> bars() {
        return List.of(Bar.atMost("memory, MB", 200, 120));
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Map<String, Double> figures = new LinkedHashMap<>();
        try (Server server = lab.fresh(kind)) {
            Ready.await(server, "ready");
            lab.settle(WAIT / 3);
            double cpu = server.cpuSeconds();
            long start = System.nanoTime();
            lab.settle(WAIT * 2 / 3);
            figures.put("memory, MB", server.residentKilobytes() / 1024);
            figures.put("CPU, % of a core", (server.cpuSeconds() - cpu) / ((System.nanoTime() - start) / 1e9) * 100);
        }
        return figures;
    }
}
