package dev.stationmaster.engine.partition;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What idle groups cost: memory, threads and processor time of so many nodes in this JVM. Argument: nodes.
public final class IdleUse {
    private IdleUse() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("idle-use");
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (TestCluster cluster = new TestCluster(directory, Integer.parseInt(arguments[0]))) {
            cluster.startAll(DataMachine.factory(RecordingSide.Deaf::new));
            Thread.sleep(10_000);
            System.gc();
            long cpu = system.getProcessCpuTime();
            Thread.sleep(10_000);
            System.out.printf(
                    "%d threads, %.1f %% of a core, %s%n",
                    Thread.activeCount(),
                    (system.getProcessCpuTime() - cpu) / 1e8,
                    Files.readAllLines(Path.of("/proc/self/status")).stream()
                            .filter(line -> line.startsWith("VmRSS"))
                            .findFirst()
                            .orElse(""));
        }
    }
}
