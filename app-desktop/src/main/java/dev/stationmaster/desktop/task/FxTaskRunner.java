package dev.stationmaster.desktop.task;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each task on a virtual thread and its callbacks on the FX thread; lists the tasks worth showing.
///
/// At most [#AT_ONCE] tasks work at a time; the others wait for a permit on their own virtual thread.
public final class FxTaskRunner implements TaskRunner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FxTaskRunner.class);
    private static final int AT_ONCE = 16;

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("console-task-", 0).factory());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("console-clock").factory());
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final ObservableList<BackgroundTask<?>> shown = FXCollections.observableArrayList();

    /// The running tasks that the status bar lists; confined to the FX thread.
    public ObservableList<BackgroundTask<?>> shown() {
        return shown;
    }

    @Override
    public void run(BackgroundTask<?> task) {
        if (task.visible()) {
            later(() -> shown.add(task));
        }
        workers.execute(() -> {
            try {
                permits.acquire();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                task.execute(this);
            } finally {
                permits.release();
                later(() -> shown.remove(task));
            }
        });
    }

    @Override
    public void later(Runnable action) {
        Platform.runLater(action);
    }

    /// Calls an action on the FX thread again and again; a call is skipped while the one before is still waiting.
    public void every(Duration period, Runnable action) {
        AtomicBoolean waiting = new AtomicBoolean();
        clock.scheduleAtFixedRate(
                () -> {
                    if (waiting.compareAndSet(false, true)) {
                        later(() -> {
                            waiting.set(false);
                            try {
                                action.run();
                            } catch (RuntimeException failure) {
                                LOG.error("a periodic action failed", failure);
                            }
                        });
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /// Calls an action on the FX thread once, after a while.
    public void after(Duration delay, Runnable action) {
        clock.schedule(() -> later(action), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
    }
}
