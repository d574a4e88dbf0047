package dev.stationmaster.desktop.task;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// One piece of work off the FX thread, with its outcome delivered back on it.
///
/// Properties and callbacks belong to the thread of the runner's [TaskRunner#later]; only [#call] and what it
/// does with its [Progress] run elsewhere.
public final class BackgroundTask<T> {
    /// The work itself; it may report progress and should end soon when its thread is interrupted.
    @FunctionalInterface
    public interface Work<T> {
        T call(Progress progress) throws Exception;
    }

    /// Reports how far the work is: a fraction of 0..1, or a negative number while it is still unknown.
    @FunctionalInterface
    public interface Progress {
        void report(double fraction, String detail);
    }

    private final String name;
    private final Work<T> work;
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(-1);
    private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(false);
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private Consumer<? super T> onSuccess = value -> {};
    private Consumer<? super Exception> onFailure = failure -> {};
    private Runnable onFinished = () -> {};
    private volatile boolean cancelled;
    private boolean visible;

    private BackgroundTask(String name, Work<T> work) {
        this.name = name;
        this.work = work;
    }

    /// Short work without a place in the task list.
    public static <T> BackgroundTask<T> quiet(String name, Work<T> work) {
        return new BackgroundTask<>(name, work);
    }

    /// Longer work, which the status bar shows with its progress.
    public static <T> BackgroundTask<T> shown(String name, Work<T> work) {
        BackgroundTask<T> task = new BackgroundTask<>(name, work);
        task.visible = true;
        return task;
    }

    public BackgroundTask<T> onSuccess(Consumer<? super T> action) {
        onSuccess = action;
        return this;
    }

    public BackgroundTask<T> onFailure(Consumer<? super Exception> action) {
        onFailure = action;
        return this;
    }

    public BackgroundTask<T> onFinished(Runnable action) {
        onFinished = action;
        return this;
    }

    public String name() {
        return name;
    }

    public boolean visible() {
        return visible;
    }

    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty detailProperty() {
        return detail.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// Asks the work to end; a cancelled task reports neither success nor failure, only that it finished.
    public void cancel() {
        cancelled = true;
        Thread worker = thread.get();
        if (worker != null) {
            worker.interrupt();
        }
    }

    public boolean cancelled() {
        return cancelled;
    }

    /// Runs the work on the calling thread; called by runners alone, once.
    void execute(TaskRunner runner) {
        thread.set(Thread.currentThread());
        runner.later(() -> running.set(true));
        try {
            T value = work.call((done, text) -> runner.later(() -> {
                fraction.set(done);
                detail.set(text);
            }));
            runner.later(() -> finish(() -> onSuccess.accept(value)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancelled = true;
            runner.later(() -> finish(() -> {}));
        } catch (Exception failure) {
            runner.later(() -> finish(() -> onFailure.accept(failure)));
        } finally {
            thread.set(null);
        }
    }

    private void finish(Runnable outcome) {
        running.set(false);
        try {
            if (!cancelled) {
                outcome.run();
            }
        } finally {
            onFinished.run();
        }
    }
}
