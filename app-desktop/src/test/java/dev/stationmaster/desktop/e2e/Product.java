package dev.stationmaster.desktop.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.opentest4j.AssertionFailedError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command under test: `./stationmaster` of this checkout, or the launcher of a package
/// named by the system property `stationmaster.command`.
final class Product {
    static final JsonMapper JSON = JsonMapper.shared();
    private static final Path ROOT = findRoot();

    /// What a finished command left.
    record Result(int exit, String out, String err) {
        /// The last line of stdout as JSON.
        JsonNode json() {
            String[] lines = out.strip().split("\n");
            return JSON.readTree(lines[lines.length - 1]);
        }
    }

    private Product() {}

    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(folder.resolve("stationmaster")) || !Files.exists(folder.resolve("pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "not inside a checkout: " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    static Path root() {
        return ROOT;
    }

    static String program() {
        return System.getProperty(
                "stationmaster.command", ROOT.resolve("stationmaster").toString());
    }

    static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(program());
        command.addAll(Arrays.asList(words));
        return command;
    }

    /// A new empty data folder on the file system of the checkout, which is a real disk where /tmp may not be.
    static Path newData(String name) {
        try {
            Path folder = ROOT.resolve("app-desktop/target/e2e");
            Files.createDirectories(folder);
            return Files.createTempDirectory(folder, name + "-").resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Data of tests that passed is not kept.
    static void delete(Path data) {
        try (var paths = Files.walk(data.getParent())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("could not delete " + data + ": " + e);
        }
    }

    static Result run(String... words) {
        return run(Duration.ofSeconds(120), command(words));
    }

    /// Runs a command to its end; one that does not end in time is killed and fails the test.
    static Result run(Duration limit, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
            if (!process.waitFor(limit.toMillis(), MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionFailedError(command + " did not end in " + limit + "\n" + out.join() + err.join());
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }

    private static String readAll(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
