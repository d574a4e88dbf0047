package dev.stationmaster.metadata.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a running server writes about itself into `postmaster.pid`: line 1 its pid, line 3 when it started in seconds,
/// line 8
/// its state.
record PostmasterFile(long pid, Instant startedAt, String state) {
    /// A process that began this much apart from what the file says is another one with a reused pid.
    private static final Duration START_TOLERANCE = Duration.ofSeconds(10);

    static Optional<PostmasterFile> read(Path dataDirectory) {
        try {
            List<String> lines =
                    Files.readAllLines(dataDirectory.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                    lines.size() < 8 ? "starting" : lines.get(7).strip()));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException cause) {
            // Absent, or being written just now.
            return Optional.empty();
        }
    }

    boolean isReady() {
        return state.equals("ready");
    }

    /// The server's process, if it still runs: a process of that pid that names the directory, or that started then.
    Optional<ProcessHandle> process(Path dataDirectory) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> names(process, dataDirectory) || startedThen(process));
    }

    private static boolean names(ProcessHandle process, Path dataDirectory) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(dataDirectory.toString()))
                .isPresent();
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(START_TOLERANCE) < 0)
                .orElse(true);
    }
}
