package dev.stationmaster.engine.partition;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The one thread of a node that waits for disks: flushes partition files and writes checkpoints (engine.md §5). Each
/// group has at most one task here.
final class Checkpointer implements AutoCloseable {
    private static final int GROUPS_MAX = 64;

    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(GROUPS_MAX), task -> {
                Thread thread = new Thread(task, "checkpointer");
                thread.setDaemon(true);
                return thread;
            });

    void submit(Runnable task) {
        executor.execute(task);
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
