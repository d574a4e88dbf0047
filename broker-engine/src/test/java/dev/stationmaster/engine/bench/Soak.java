package dev.stationmaster.engine.bench;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Publishes at the top rate for minutes and prints each minute what the broker's process holds: resident memory, Java
/// heap in use and committed, and what NIO and the storage took outside of it. The stream keeps its last gigabyte.
public final class Soak {
    private static final int WINDOW = 4_000;
    private static final int AT_ONCE = 2_000_000;
    private static final long KEPT_BYTES = 1L << 30;

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        int minutes = option(args, "--minutes", 10);
        int size = option(args, "--size", 128);
        Path folder = Files.createDirectories(home.resolve("broker-engine/target/bench"));
        Path store = Files.createTempDirectory(folder, "soak-");
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("stationmaster").toString(),
                        "broker",
                        "--json",
                        "--port",
                        "0",
                        "--store",
                        "" + store)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:NativeMemoryTracking=summary");
        Process broker = builder.start();
        try (BufferedReader out = broker.inputReader()) {
            String line = String.valueOf(out.readLine());
            Matcher client = Pattern.compile("\"client\":\"([^\"]+)\"").matcher(line);
            if (!client.find()) {
                throw new IOException("the broker said " + line);
            }
            publish(URI.create("nats://" + client.group(1)), broker.pid(), minutes, size);
        } finally {
            broker.destroy();
            broker.waitFor(15, TimeUnit.SECONDS);
            try (var paths = Files.walk(store)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void publish(URI server, long pid, int minutes, int size) throws Exception {
        try (Connection connection = Nats.connect(server.toString())) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(Streams.NAME)
                            .subjects("bench.>")
                            .storageType(StorageType.File)
                            .maxBytes(KEPT_BYTES)
                            .build());
        }
        System.out.printf("publishes of %,d B, %,d in flight; the stream keeps 1 GiB%n", size, WINDOW);
        System.out.println("minute  messages/s   resident MB   heap used MB   heap committed MB   outside the heap MB");
        byte[] payload = Streams.payload(size);
        AtomicLong acknowledged = new AtomicLong();
        for (int minute = 1; minute <= minutes; minute++) {
            long before = acknowledged.get();
            long start = System.nanoTime();
            while (System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1)) {
                try (RawClient client = new RawClient(server.getPort())) {
                    new RawPublisher(client, acknowledged).publish(Streams.SUBJECT, payload, AT_ONCE, WINDOW);
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            print(minute, (acknowledged.get() - before) / seconds, pid);
        }
        System.out.printf("acknowledged in all: %,d%n", acknowledged.get());
    }

    private static void print(int minute, double rate, long pid) throws Exception {
        String heap = jcmd(pid, "GC.heap_info");
        String nativeMemory = jcmd(pid, "VM.native_memory", "summary");
        System.out.printf(
                "%6d %,11.0f %13.0f %14.0f %19.0f %21.0f%n",
                minute,
                rate,
                kilobytes(Files.readString(Path.of("/proc/" + pid + "/status")), "VmRSS:\\s+(\\d+) kB") / 1024,
                (kilobytes(heap, "DefNew\\s+total \\d+K, used (\\d+)K")
                                + kilobytes(heap, "Tenured\\s+total \\d+K, used (\\d+)K"))
                        / 1024,
                kilobytes(nativeMemory, "Java Heap \\(reserved=\\d+KB, committed=(\\d+)KB") / 1024,
                kilobytes(nativeMemory, "Other \\(reserved=\\d+KB, committed=(\\d+)KB") / 1024);
    }

    private static double kilobytes(String text, String pattern) throws IOException {
        Matcher figure = Pattern.compile(pattern).matcher(text);
        if (!figure.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return Double.parseDouble(figure.group(1));
    }

    private static String jcmd(long pid, String... words) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        List<String> command = new ArrayList<>(List.of(program.toString(), "" + pid));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static int option(String[] args, String name, int otherwise) {
        int at = Arrays.asList(args).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(args[at + 1]);
    }

    private Soak() {}
}
