package dev.stationmaster.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;

/// Time and CPU from its start on: of the server's process and of this one.
final class Watch {
    private static final OperatingSystemMXBean SELF = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Server server;
    private final double flushes;
    private final double serverCpu;
    private final long clientCpuNanos = SELF.getProcessCpuTime();
    private final long startNanos = System.nanoTime();

    private Watch(Server server) throws IOException {
        this.server = server;
        this.flushes = server.flushes();
        this.serverCpu = server.cpuSeconds();
    }

    static Watch start(Server server) throws IOException {
        return new Watch(server);
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /// Adds what a million messages cost on both sides.
    void addCpu(Map<String, Double> figures, long messages) throws IOException {
        figures.put("server CPU s/million", (server.cpuSeconds() - serverCpu) / messages * 1e6);
        figures.put("client CPU s/million", (SELF.getProcessCpuTime() - clientCpuNanos) / 1e9 / messages * 1e6);
    }

    /// Adds how often the server flushed, where it counts that, beside its acknowledgements.
    void addFlushes(Map<String, Double> figures, long acknowledgements) throws IOException {
        double count = server.flushes() - flushes;
        figures.put("log flushes", count);
        figures.put("acks for each flush", acknowledgements / count);
    }
}
