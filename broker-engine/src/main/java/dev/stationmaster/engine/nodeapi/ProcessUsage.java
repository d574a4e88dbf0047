package dev.stationmaster.engine.nodeapi;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// What this process uses of the machine. Thread-safe.
final class ProcessUsage {
    private static final long DISK_LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int PAGE_BYTES = 4096;

    private final Path directory;
    private final AtomicLong diskLookedAt = new AtomicLong(Long.MIN_VALUE);

    /// Bytes under the directory at the last look.
    private final AtomicLong diskBytes = new AtomicLong();

    ProcessUsage(Path directory) {
        this.directory = directory;
    }

    /// Share of all processors since the last call, in percent; -1 when the system does not say.
    double cpuPercent() {
        double load = system().getProcessCpuLoad();
        return load < 0 ? -1 : Math.round(load * system().getAvailableProcessors() * 1_000) / 10.0;
    }

    /// Resident bytes where the system tells, else the heap in use.
    long memoryBytes() {
        Path statm = Path.of("/proc/self/statm");
        try {
            if (Files.isReadable(statm)) {
                return Long.parseLong(Files.readString(statm).split(" ")[1]) * PAGE_BYTES;
            }
        } catch (IOException cause) {
            // Said as heap below.
        }
        return heapBytes();
    }

    long heapBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    long uptimeMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    /// Bytes of this node's files, at most ten seconds old.
    long diskBytes() {
        long last = diskLookedAt.get();
        long now = System.nanoTime();
        if ((last == Long.MIN_VALUE || now - last > DISK_LOOK_NANOS) && diskLookedAt.compareAndSet(last, now)) {
            try (Stream<Path> files = Files.walk(directory)) {
                diskBytes.set(files.filter(Files::isRegularFile)
                        .mapToLong(ProcessUsage::sizeOf)
                        .sum());
            } catch (IOException | java.io.UncheckedIOException cause) {
                // A file went away while looking; the next look counts again.
            }
        }
        return diskBytes.get();
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    long diskFreeBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException cause) {
            return -1;
        }
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}
