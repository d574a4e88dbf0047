import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Publishes the same messages through the same client code to nats-server and to Stationmaster's bare broker, in
/// alternated rounds. Both keep their store on the file system of the checkout; nats-server acknowledges before its
/// data is flushed (its default), Stationmaster after.
public final class Compare {
    private static final int SIZE = 1024;
    private static final int WINDOW = 4000;
    private static final long TICKS = 100; // Linux's USER_HZ

    /// A server under test with what its rounds gave.
    private record Server(String name, int port, Process process, List<Double> rates, List<Double> cpu) {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        int rounds = option(args, "--rounds", 5);
        int messages = option(args, "--messages", 200_000);
        Path store = home.resolve("broker-engine/target/bench");
        Files.createDirectories(store);
        String type = Files.getFileStore(store).type();
        if (type.equals("tmpfs") || type.equals("ramfs") || type.equals("overlay")) {
            System.err.println("refused: " + store + " is on " + type + "; a rate without a disk says nothing");
            System.exit(1);
        }
        Path work = Files.createTempDirectory(store, "compare-");
        Server nats = null;
        Server ours = null;
        try {
            nats = natsServer(work);
            ours = stationmaster(home, work);
            // One round that is not counted: classes loaded, code compiled, files there.
            round(nats, messages, false);
            round(ours, messages, false);
            for (int i = 1; i <= rounds; i++) {
                round(nats, messages, true);
                round(ours, messages, true);
                System.out.printf(
                        "round %d: nats-server %,.0f/s, stationmaster %,.0f/s%n",
                        i, nats.rates().getLast(), ours.rates().getLast());
            }
            report(type, messages, nats, ours);
        } finally {
            end(nats);
            end(ours);
            delete(work);
        }
    }

    private static Server natsServer(Path work) throws Exception {
        int port = freePort();
        Path config = Files.writeString(
                work.resolve("nats.conf"),
                "listen: 127.0.0.1:" + port + "\njetstream { store_dir: \"" + work.resolve("nats") + "\" }\n");
        return started("nats-server", port, work, List.of("nats-server", "-c", config.toString()));
    }

    private static Server stationmaster(Path home, Path work) throws Exception {
        int port = freePort();
        return started("stationmaster", port, work, List.of(
                home.resolve("stationmaster").toString(), "broker", "--port", Integer.toString(port),
                "--store", work.resolve("stationmaster").toString()));
    }

    private static Server started(String name, int port, Path work, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".log").toFile())
                .start();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < limit) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                if (socket.getInputStream().read() == 'I') {
                    return new Server(name, port, process, new ArrayList<>(), new ArrayList<>());
                }
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IOException(name + " ended: " + Files.readString(work.resolve(name + ".log")), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException(name + " did not listen on " + port + " in 60 s");
    }

    private static void round(Server server, int messages, boolean counted) throws Exception {
        Options options = Options.builder()
                .server("nats://127.0.0.1:" + server.port())
                .maxMessagesInOutgoingQueue(WINDOW * 2)
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        try (Connection connection = Nats.connect(options)) {
            JetStreamManagement management = connection.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name("bench").subjects("bench.>").storageType(StorageType.File).build());
            long cpuBefore = cpuTicks(server);
            long start = System.nanoTime();
            publish(connection.jetStream(), messages);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpu = (cpuTicks(server) - cpuBefore) / (double) TICKS;
            long stored = management.getStreamInfo("bench").getStreamState().getMsgCount();
            if (stored != messages) {
                throw new IllegalStateException(server.name() + " stored " + stored + " of " + messages);
            }
            management.deleteStream("bench");
            if (counted) {
                server.rates().add(messages / seconds);
                server.cpu().add(cpu / messages * 1e6);
            }
        }
    }

    private static void publish(JetStream stream, int messages) throws Exception {
        byte[] payload = new byte[SIZE];
        Arrays.fill(payload, (byte) 'x');
        Semaphore window = new Semaphore(WINDOW);
        AtomicLong failed = new AtomicLong();
        for (int i = 0; i < messages; i++) {
            window.acquire();
            stream.publishAsync("bench.one", payload).whenComplete((ack, fault) -> {
                if (fault != null) {
                    failed.incrementAndGet();
                }
                window.release();
            });
        }
        if (!window.tryAcquire(WINDOW, 60, TimeUnit.SECONDS) || failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " publishes failed, "
                    + (WINDOW - window.availablePermits()) + " are without an answer");
        }
    }

    private static long cpuTicks(Server server) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + server.process().pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static void report(String type, int messages, Server nats, Server ours) {
        System.out.printf(
                "%n%,d messages of %d bytes a round, %,d in flight, one connection, store on %s, %d cores%n",
                messages, SIZE, WINDOW, type, Runtime.getRuntime().availableProcessors());
        System.out.printf("%-14s %12s %12s %12s %24s%n", "", "min/s", "median/s", "max/s", "server CPU s per million");
        for (Server server : List.of(nats, ours)) {
            List<Double> rates = server.rates().stream().sorted().toList();
            System.out.printf(
                    "%-14s %,12.0f %,12.0f %,12.0f %24.1f%n",
                    server.name(), rates.getFirst(), median(server.rates()), rates.getLast(), median(server.cpu()));
        }
        double ratio = median(ours.rates()) / median(nats.rates());
        System.out.printf("ratio of the medians: %.2f (goal: at least 0.50)%n", ratio);
        if (ratio < 0.5) {
            System.exit(1);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static int option(String[] args, String name, int otherwise) {
        int at = Arrays.asList(args).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(args[at + 1]);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void end(Server server) throws InterruptedException {
        if (server != null) {
            server.process().destroy();
            if (!server.process().waitFor(10, TimeUnit.SECONDS)) {
                server.process().destroyForcibly().waitFor();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
