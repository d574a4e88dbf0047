package dev.stationmaster.engine.replication.ratis;

import dev.stationmaster.engine.storage.FlushTarget;
import dev.stationmaster.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// With `sync: interval`, Ratis acknowledges before it flushes and ignores a flush that fails. This flushes every log
/// that is being written, once an interval, and reports a failure.
final class IntervalFlush implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IntervalFlush.class);

    private final Path groups;
    private final Consumer<String> onFailed;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "interval flush");
        thread.setDaemon(true);
        return thread;
    });

    /// @param groups directory with one directory for each group
    /// @param onFailed hears that a flush failed: what was acknowledged may be lost
    IntervalFlush(Path groups, Consumer<String> onFailed) {
        this.groups = groups;
        this.onFailed = onFailed;
    }

    void start(Duration interval) {
        long nanos = Math.max(1_000_000, interval.toNanos());
        executor.scheduleWithFixedDelay(this::flush, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void flush() {
        try {
            for (Path log : openLogs()) {
                new FlushTarget(log).flush();
            }
        } catch (IOException | StorageException e) {
            LOG.error("the Raft logs in {} cannot be flushed", groups, e);
            onFailed.accept("a flush of the Raft log failed: " + e.getMessage());
        }
    }

    private List<Path> openLogs() throws IOException {
        List<Path> logs = new ArrayList<>();
        if (!Files.isDirectory(groups)) {
            return logs;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(groups)) {
            for (Path directory : directories) {
                Path current = directory.resolve("current");
                if (Files.isDirectory(current)) {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(current, "log_inprogress_*")) {
                        files.forEach(logs::add);
                    }
                }
            }
        }
        return logs;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
