package dev.stationmaster.engine.monitor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the operating system says of this process. Thread-safe.
public final class ProcessFacts {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /// Since the last call or so; 100 is one core busy.
    public double cpuPercent() {
        double load = system.getProcessCpuLoad();
        return load < 0 ? 0 : Math.round(load * cores() * 1000) / 10.0;
    }

    public int cores() {
        return system.getAvailableProcessors();
    }

    /// Resident bytes where the system tells, else the heap in use.
    public long memoryBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Not on this system: fall through.
        }
        return heapBytes();
    }

    public long heapBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
