package dev.stationmaster.desktop.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import tools.jackson.databind.JsonNode;

/// A cluster started by `stationmaster up --json` in the foreground, as a user's terminal holds it.
final class RunningCluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private final Process supervisor;
    private final Path data;
    private final JsonNode ready;
    private final Duration startup;

    private RunningCluster(Process supervisor, Path data, JsonNode ready, Duration startup) {
        this.supervisor = supervisor;
        this.data = data;
        this.ready = ready;
        this.startup = startup;
    }

    /// Starts with free ports and waits for the ready line; anything else fails with what the supervisor said.
    static RunningCluster start(Path data, String... options) {
        List<String> words = new ArrayList<>(List.of("up", "--json", "--ports", "auto", "--data", data.toString()));
        words.addAll(Arrays.asList(options));
        try {
            Files.createDirectories(data.getParent());
            Path log = data.resolveSibling("up.log");
            Instant start = Instant.now();
            Process process = new ProcessBuilder(Product.command(words.toArray(String[]::new)))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            String line = firstLine(process, log);
            Duration startup = Duration.between(start, Instant.now());
            JsonNode ready = Product.JSON.readTree(line);
            if (!"ready".equals(ready.path("event").asString())) {
                process.waitFor(30, SECONDS);
                throw new AssertionFailedError("up said " + line + "\n" + tail(log));
            }
            System.out.println(words + " ready after " + startup.toMillis() + " ms");
            return new RunningCluster(process, data, ready, startup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String firstLine(Process process, Path log) throws IOException, InterruptedException {
        BufferedReader reader = process.inputReader();
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return reader.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            String first = line.get(START_LIMIT.toSeconds(), SECONDS);
            if (first == null) {
                throw new AssertionFailedError("up ended without a line, exit " + process.waitFor() + "\n" + tail(log));
            }
            return first;
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            process.destroy();
            throw new AssertionFailedError("up was not ready in " + START_LIMIT + "\n" + tail(log), e);
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    JsonNode ready() {
        return ready;
    }

    Path data() {
        return data;
    }

    Duration startup() {
        return startup;
    }

    int nodes() {
        return ready.get("nodes").size();
    }

    int clientPort(int node) {
        return port(ready.get("nodes").get(node - 1).get("client").asString());
    }

    String rest() {
        return ready.get("rest").asString();
    }

    String exporter() {
        return ready.get("exporter").asString();
    }

    static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1).replaceAll("/.*", ""));
    }

    /// Every address of the ready line as a port, in its order.
    List<Integer> ports() {
        List<Integer> ports = new ArrayList<>();
        for (JsonNode node : ready.get("nodes")) {
            for (String key : List.of("client", "websocket", "monitor", "cluster", "link")) {
                ports.add(port(node.get(key).asString()));
            }
        }
        for (String key : List.of("rest", "api", "postgres")) {
            ports.add(port(ready.get(key).asString()));
        }
        ports.add(port(ready.get("exporter").asString().replace("/metrics", "")));
        return ports;
    }

    /// A word of the command line on this cluster, for example `node kill 2`.
    Product.Result run(String... words) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--data", data.toString(), "--json"));
        return Product.run(all.toArray(String[]::new));
    }

    JsonNode status() {
        Product.Result result = run("status");
        assertThat(result.exit()).as("status: %s%s", result.out(), result.err()).isZero();
        return result.json();
    }

    /// Supervisor, brokers, gateway, postmaster and all their children, as they run now.
    Set<ProcessHandle> processes() {
        Set<ProcessHandle> all = new LinkedHashSet<>();
        Stream.concat(Stream.of(supervisor.pid()), postmaster().stream())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(handle -> {
                    all.add(handle);
                    handle.descendants().forEach(all::add);
                });
        return all;
    }

    private List<Long> postmaster() {
        try (Stream<Path> files = Files.find(data, 4, (path, attributes) -> path.endsWith("postmaster.pid"))) {
            List<Long> pids = new ArrayList<>();
            for (Path file : files.toList()) {
                pids.add(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
            }
            return pids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ctrl-C: the terminal's signal, then the time until the supervisor has ended.
    Duration interrupt() {
        Instant start = Instant.now();
        signal("INT", List.of(supervisor.pid()));
        try {
            if (!supervisor.waitFor(60, SECONDS)) {
                throw new AssertionFailedError("still running 60 s after the interrupt");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Duration.between(start, Instant.now());
    }

    int exitValue() {
        return supervisor.exitValue();
    }

    /// SIGKILL to everything in one `kill` call, as a power cut would end it.
    void killEverything() {
        Set<ProcessHandle> all = processes();
        signal("KILL", all.stream().map(ProcessHandle::pid).toList());
        all.forEach(handle -> handle.onExit().orTimeout(30, SECONDS).join());
    }

    private static void signal(String name, List<Long> pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        Product.run(Duration.ofSeconds(10), command);
    }

    /// Ends whatever a failed test left running; a stopped cluster is left alone.
    @Override
    public void close() {
        if (supervisor.isAlive()) {
            Set<ProcessHandle> all = processes();
            interruptQuietly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void interruptQuietly() {
        try {
            interrupt();
        } catch (AssertionError e) {
            System.err.println(e.getMessage());
        }
    }
}
