package dev.stationmaster.desktop.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the supervisor's state. Work on it is short: it never waits for a process. Its queue is
/// bounded by
/// the few processes and the few connections of the control socket.
final class SupervisorLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorLoop.class);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("supervisor").factory());

    SupervisorLoop() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    void execute(Runnable work) {
        try {
            executor.execute(guarded(work));
        } catch (RejectedExecutionException ended) {
            LOG.debug("work came after the end", ended);
        }
    }

    void schedule(Duration delay, Runnable work) {
        try {
            executor.schedule(guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            LOG.debug("work came after the end", ended);
        }
    }

    void repeat(Duration period, Runnable work) {
        executor.scheduleWithFixedDelay(guarded(work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Runs on the loop; the future completes with what it returns or throws.
    <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(work.call());
                } catch (Exception cause) {
                    result.completeExceptionally(cause);
                }
            });
        } catch (RejectedExecutionException ended) {
            result.completeExceptionally(ClusterException.failed("SM-STOPPED", "the cluster has stopped"));
        }
        return result;
    }

    @Override
    public void close() {
        // What waits for its time is dropped, what runs is not interrupted: it may be writing a file.
        executor.shutdown();
    }

    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException cause) {
                LOG.error("the supervisor's loop goes on after an error", cause);
            }
        };
    }
}
