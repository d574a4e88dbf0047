package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.stream.StreamConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Measures the CPU time of append and read of one partition, one thread, no flush: `java -cp … PartitionBenchmark
/// [messages] [directory]`.
/// Each case runs three times; the last counts. Not a test: it asserts nothing.
public final class PartitionBenchmark {
    private static final byte[] NO_HEADERS = new byte[0];

    private final int messages;
    private final Path root;

    private PartitionBenchmark(int messages, Path root) {
        this.messages = messages;
        this.root = root;
    }

    public static void main(String[] args) throws IOException {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path root = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("partition-benchmark");
        PartitionBenchmark benchmark = new PartitionBenchmark(messages, root);
        for (int round = 0; round < 3; round++) {
            benchmark.round(round);
        }
    }

    private void round(int round) throws IOException {
        System.out.println("round " + round + ", " + messages + " messages");
        byte[] sdkHeaders = headers("$memphis_connectionId: 6f2a\r\n$memphis_producedBy: p\r\n");
        for (int size : new int[] {128, 1024}) {
            appends(size + " B", new Settings().stream(), size, NO_HEADERS, 1);
        }
        appends("1024 B with SDK headers", new Settings().stream(), 1024, sdkHeaders, 1);
        appends("128 B, 1000 subjects", new Settings().stream(), 128, NO_HEADERS, 1000);
        Settings limited = new Settings();
        limited.maxMessages = messages / 4;
        appends("128 B, limit by count", limited.stream(), 128, NO_HEADERS, 1);
        Settings latest = new Settings();
        latest.maxPerSubject = 1;
        appends("128 B, newest of 1000 subjects", latest.stream(), 128, NO_HEADERS, 1000);
        withIds();
    }

    private void appends(String what, StreamConfig config, int size, byte[] headers, int subjects) throws IOException {
        Path directory = Files.createTempDirectory(root, "s");
        Partition partition = Partition.create(1, config, 1, directory);
        byte[] payload = new byte[size];
        String[] names = new String[subjects];
        for (int i = 0; i < subjects; i++) {
            names[i] = subjects == 1 ? "orders$1.final" : "s." + i;
        }
        long start = cpuNanos();
        for (int i = 1; i <= messages; i++) {
            partition.append(names[i % subjects], headers, payload, 1_000L * i);
            if (i % 200 == 0) {
                partition.flushWrites();
            }
        }
        report(what + ": append", start, messages);
        reads(what, partition);
        restore(what, partition, directory);
    }

    private void reads(String what, Partition partition) {
        long start = cpuNanos();
        long read = 0;
        for (StoredMessage message = partition.loadNext(1, List.of());
                message != null;
                message = partition.loadNext(message.sequence() + 1, List.of())) {
            read++;
        }
        report(what + ": read in order", start, read);
        start = cpuNanos();
        long last = partition.stats().lastSequence();
        long first = partition.stats().firstSequence();
        for (int i = 0; i < 100_000; i++) {
            partition.load(first + Math.floorMod(i * 7_919_777L, last - first + 1));
        }
        report(what + ": read anywhere", start, 100_000);
    }

    private void restore(String what, Partition partition, Path directory) throws IOException {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        long start = cpuNanos();
        partition.writeImage(new DataOutputStream(image));
        long captured = cpuNanos();
        partition.close();
        Partition again =
                Partition.restore(new DataInputStream(new ByteArrayInputStream(image.toByteArray())), directory);
        System.out.printf(
                Locale.ROOT,
                "  %-45s image %d bytes in %.1f ms, restored in %.0f ms%n",
                what,
                image.size(),
                (captured - start) / 1e6,
                (cpuNanos() - captured) / 1e6);
        again.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private void withIds() throws IOException {
        Path directory = Files.createTempDirectory(root, "s");
        Partition partition = Partition.create(1, new Settings().stream(), 1, directory);
        byte[] payload = new byte[128];
        byte[][] blocks = new byte[messages][];
        for (int i = 0; i < messages; i++) {
            blocks[i] = headers("msg-id: order-" + i + "\r\n");
        }
        long start = cpuNanos();
        for (int i = 0; i < messages; i++) {
            partition.append("orders$1.final", blocks[i], payload, 1_000L * i);
            if (i % 200 == 0) {
                partition.flushWrites();
            }
        }
        report("128 B with message id: append", start, messages);
        start = cpuNanos();
        for (int i = 0; i < 100_000; i++) {
            partition.append(
                    "orders$1.final",
                    blocks[(int) Math.floorMod(i * 7_919_777L, (long) messages)],
                    payload,
                    1_000L * messages);
        }
        report("128 B with message id: duplicate", start, 100_000);
        restore("128 B with message id", partition, directory);
    }

    /// CPU time of this thread: a busy machine does not change it much.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static byte[] headers(String lines) {
        return ("NATS/1.0\r\n" + lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void report(String what, long start, long operations) {
        double nanos = cpuNanos() - start;
        System.out.printf(Locale.ROOT, "  %-45s %8.0f ns each%n", what, nanos / Math.max(1, operations));
    }
}
