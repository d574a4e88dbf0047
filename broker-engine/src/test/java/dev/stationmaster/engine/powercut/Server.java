package dev.stationmaster.engine.powercut;

import dev.stationmaster.engine.boot.BrokerMain;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A server in a process of its own that can be frozen.
final class Server implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path said;

    private Server(Process process, int port, Path said) {
        this.process = process;
        this.port = port;
        this.said = said;
    }

    /// What to start on a store directory and a port.
    interface Command {
        List<String> words(Path store, int port) throws IOException;
    }

    /// The bare broker of this build.
    static Command stationmaster(String sync) {
        return (store, port) -> List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-XX:MaxDirectMemorySize=256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                "--port",
                Integer.toString(port),
                "--store",
                store.toString(),
                "--sync",
                sync);
    }

    /// Debian's nats-server as it comes.
    static Command natsServer() {
        return (store, port) ->
                List.of("nats-server", "-a", "127.0.0.1", "-p", Integer.toString(port), "-js", "-sd", store.toString());
    }

    /// Starts and waits until it takes clients.
    static Server start(Command command, Path store, Path said) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(command.words(store, port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start();
        Server server = new Server(process, port, said);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> server.answers() || !process.isAlive());
        } catch (RuntimeException e) {
            server.close();
            throw new IOException("did not start: " + Files.readString(said), e);
        }
        if (!process.isAlive()) {
            throw new IOException("ended at its start: " + Files.readString(said));
        }
        return server;
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            connection.jetStreamManagement().getAccountStatistics();
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    Connection connect() throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server("nats://127.0.0.1:" + port)
                .connectionTimeout(Duration.ofSeconds(5))
                .maxReconnects(0)
                .maxMessagesInOutgoingQueue(20_000)
                .errorListener(new io.nats.client.ErrorListener() {})
                .build());
    }

    /// Stops its threads where they are.
    void freeze() throws IOException {
        LoopDisk.run("kill", "-STOP", Long.toString(process.pid()));
    }

    String said() throws IOException {
        return Files.readString(said);
    }

    /// Kills it, frozen or not.
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IOException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
