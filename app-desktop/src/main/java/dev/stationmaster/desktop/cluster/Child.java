package dev.stationmaster.desktop.cluster;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A started process of ours. Its stdin is a pipe that nobody writes to: when we die it closes, and the child ends
/// itself.
/// Its first line on stdout says that it is ready or why not. Thread-safe.
final class Child {
    private static final int FIRST_LINE_BYTES_MAX = 64 << 10;

    private final Process process;
    private final String name;
    private final BoundedLog log;
    private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();

    private Child(Process process, String name, BoundedLog log) {
        this.process = process;
        this.name = name;
        this.log = log;
    }

    static Child start(String name, List<String> command, Map<String, String> environment, BoundedLog log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Child child = new Child(process, name, log);
        log.copyFrom(process.getErrorStream(), name);
        Thread.ofPlatform()
                .daemon()
                .stackSize(256 << 10)
                .name("out " + name)
                .start(() -> child.readOutput(new BufferedInputStream(process.getInputStream())));
        return child;
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /// Completes with the ready line, or exceptionally with a [ClusterException]: the one that the process told, or
    /// that it
    /// ended without a word.
    CompletableFuture<JsonNode> ready() {
        return ready;
    }

    /// Completes with the exit code.
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGTERM, by the handle: the process's own method would close its pipes as well.
    void terminate() {
        process.toHandle().destroy();
    }

    /// SIGKILL.
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /// @return whether it has ended
    boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private void readOutput(InputStream out) {
        try {
            JsonNode line = JsonFile.JSON.readTree(readLine(out));
            if (line.path("event").asString("").equals("ready")) {
                ready.complete(line);
            } else {
                ready.completeExceptionally(told(line));
            }
        } catch (IOException | JacksonException cause) {
            String end = awaitExit(Duration.ofSeconds(5))
                    ? "ended with exit code " + process.exitValue() + " before it was ready"
                    : "said no JSON: " + cause.getMessage();
            ready.completeExceptionally(
                    ClusterException.failed("SM-PROCESS-START", name + " " + end + " (log: " + log.file() + ")"));
        }
        log.copyFrom(out, name);
    }

    private ClusterException told(JsonNode line) {
        String code = line.path("code").asString("SM-PROCESS-START");
        int exit = code.equals("SM-PORT-TAKEN") ? ClusterException.PORT_TAKEN : ClusterException.FAILED;
        return new ClusterException(
                code, exit, name + " did not start: " + line.path("message").asString("it gave no reason"));
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0 || line.size() == FIRST_LINE_BYTES_MAX) {
                throw new IOException("no ready line on stdout, but " + line.size() + " other bytes");
            }
            line.write(read);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
