package dev.stationmaster.engine.partition;

import com.sun.management.OperatingSystemMXBean;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.stream.StreamConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// Load on the replicated heart: appends through origin, proposer, Ratis and loop. Arguments: nodes (1 or 3, in this
/// JVM), messages, bytes of a message, in flight, and `count` (a machine that only counts) or `store` (real streams).
public final class GroupLoad {
    private GroupLoad() {}

    public static void main(String[] arguments) throws Exception {
        int nodes = Integer.parseInt(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        int inFlight = Integer.parseInt(arguments[3]);
        Path directory = Files.createTempDirectory("group-load");
        try (TestCluster cluster = new TestCluster(directory, nodes)) {
            boolean store = arguments[4].equals("store");
            GroupId group = new GroupId(nodes == 1 ? "r1-1" : "r3-1");
            if (store) {
                cluster.startAll(DataMachine.factory(RecordingSide.Deaf::new));
            } else {
                cluster.startAll();
            }
            cluster.machines.values().forEach(machine -> machine.keepTexts = false);
            NodeGroups any = cluster.nodes.get(1);
            while (any.leader(group) == 0) {
                Thread.sleep(10);
            }
            NodeGroups entry = cluster.nodes.get(any.leader(group));
            if (store) {
                StreamConfig config = StreamConfig.of("load", List.of("load.>"));
                CountDownLatch created = new CountDownLatch(1);
                entry.propose(group, new PartitionCommand.CreateStream(1, config), outcome -> created.countDown());
                created.await();
            }
            for (int round = 1; round <= 4; round++) {
                run(entry, group, messages, size, inFlight);
            }
        } finally {
            try (var files = Files.walk(directory)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
    }

    private static void run(NodeGroups entry, GroupId group, int messages, int size, int inFlight) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Semaphore window = new Semaphore(inFlight);
        LongAdder failed = new LongAdder();
        LongAdder latency = new LongAdder();
        byte[] payload = new byte[size];
        byte[] none = new byte[0];
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            window.acquire();
            long sent = System.nanoTime();
            entry.propose(group, new PartitionCommand.Append(1, "load.subject", none, payload), outcome -> {
                if (!(outcome instanceof Outcome.Stored)) {
                    failed.increment();
                }
                latency.add(System.nanoTime() - sent);
                window.release();
            });
        }
        window.acquire(inFlight);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuMicros = (system.getProcessCpuTime() - cpu) / 1e3 / messages;
        System.out.printf(
                "%,d messages/s, %.1f MB/s, %.1f us CPU each, %.1f ms mean latency, %d failed, load %.1f%n",
                Math.round(messages / seconds),
                messages / seconds * size / 1e6,
                cpuMicros,
                latency.sum() / 1e6 / messages,
                failed.sum(),
                system.getSystemLoadAverage());
    }
}
