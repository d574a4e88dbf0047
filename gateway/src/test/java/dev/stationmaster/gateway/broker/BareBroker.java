package dev.stationmaster.gateway.broker;

import dev.stationmaster.gateway.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Our own broker as a process of its own, without metadata: NATS and JetStream.
final class BareBroker implements AutoCloseable {
    private final Path store;
    private Process process;
    private int port;

    BareBroker(Path store) throws IOException {
        this.store = store;
        start(0);
    }

    private void start(int wanted) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.stationmaster.engine.boot.BrokerMain",
                "--json",
                "--store",
                store.toString()));
        command.add("--port");
        command.add(Integer.toString(wanted));
        process = new ProcessBuilder(command)
                .redirectError(store.resolveSibling("broker.log").toFile())
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the broker ended before it was ready");
        }
        String client = Json.mapper().readTree(line).path("client").asString("");
        port = Integer.parseInt(client.substring(client.lastIndexOf(':') + 1));
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        start(port);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
