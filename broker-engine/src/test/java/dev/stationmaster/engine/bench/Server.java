package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// A running server's process, seen from outside.
final class Server implements AutoCloseable {
    private static final double TICKS = 100; // Linux's USER_HZ

    private final ServerKind kind;
    private final Process process;
    private final int port;
    private final int monitorPort;
    private final long startNanos;
    private final Path log;

    private Server(ServerKind kind, Process process, int port, int monitorPort, long startNanos, Path log) {
        this.kind = kind;
        this.process = process;
        this.port = port;
        this.monitorPort = monitorPort;
        this.startNanos = startNanos;
        this.log = log;
    }

    /// Starts one and does not wait.
    static Server start(ServerKind kind, Path program, Path store) throws IOException {
        int port = freePort();
        int monitorPort = freePort();
        Path log = store.resolveSibling(store.getFileName() + ".log");
        var command = kind.command(program, port, monitorPort, store);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new Server(kind, process, port, monitorPort, start, log);
    }

    ServerKind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    double secondsSinceStart() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /// @throws IOException with the log's text when the process has ended
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(kind.title() + " ended: " + Files.readString(log));
        }
    }

    /// CPU time of the whole process so far.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    double residentKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS of " + process.pid());
    }

    /// How often it has flushed its log, as its monitoring page counts; NaN for a server that does not count.
    double flushes() throws IOException {
        try (InputStream page =
                URI.create("http://127.0.0.1:" + monitorPort + "/varz").toURL().openStream()) {
            return JsonMapper.shared()
                    .readTree(page)
                    .path("jetstream")
                    .path("stats")
                    .path("log_flushes")
                    .asDouble(Double.NaN);
        }
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            kill();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
