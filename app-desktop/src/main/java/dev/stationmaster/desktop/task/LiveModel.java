package dev.stationmaster.desktop.task;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Base of the view models that show something of the cluster again and again.
///
/// Owned by the runner's thread. [#refresh] asks once, never twice at a time, and moves [#stateProperty].
public abstract class LiveModel<T> {
    /// Refreshes without an answer before the last good value counts as stale.
    public static final int MISSES_BEFORE_STALE = 3;

    private final TaskRunner runner;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<ViewState<T>> state = new ReadOnlyObjectWrapper<>(new ViewState.Loading<>());
    private @Nullable T last;
    private @Nullable Instant lastAt;
    private @Nullable Instant failingSince;
    private int misses;
    private boolean asking;
    private int generation;

    protected LiveModel(TaskRunner runner, Clock clock) {
        this.runner = runner;
        this.clock = clock;
    }

    public final ReadOnlyObjectProperty<ViewState<T>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public final ViewState<T> state() {
        return state.get();
    }

    /// Asks the cluster once; a call while an answer is awaited does nothing.
    public final void refresh() {
        if (asking) {
            return;
        }
        asking = true;
        int asked = generation;
        BackgroundTask.Work<T> work = request();
        runner.run(BackgroundTask.quiet(getClass().getSimpleName(), work)
                .onSuccess(value -> {
                    if (asked == generation) {
                        accept(value);
                    }
                })
                .onFailure(failure -> {
                    if (asked == generation) {
                        fail(Problem.of(failure));
                    }
                })
                .onFinished(() -> {
                    if (asked == generation) {
                        asking = false;
                    }
                }));
    }

    /// Forgets what was shown, as when the question changed, and asks anew.
    public final void restart() {
        generation++;
        asking = false;
        last = null;
        lastAt = null;
        misses = 0;
        failingSince = null;
        state.set(new ViewState.Loading<>());
        refresh();
    }

    /// Captures the question on the owning thread; the result runs on another one.
    protected abstract BackgroundTask.Work<T> request();

    /// Why the value shows nothing, or null when there is something.
    protected ViewState.@Nullable Reason emptiness(T value) {
        return null;
    }

    /// The parts that did not answer.
    protected List<String> missing(T value) {
        return List.of();
    }

    /// Shows the last answer again, as after a change of filter.
    protected final void republish() {
        if (last != null && lastAt != null) {
            publish(last, lastAt);
        }
    }

    protected final TaskRunner runner() {
        return runner;
    }

    protected final Clock clock() {
        return clock;
    }

    private void accept(T value) {
        Instant now = clock.instant();
        last = value;
        lastAt = now;
        misses = 0;
        failingSince = null;
        publish(value, now);
    }

    private void publish(T value, Instant at) {
        ViewState.Reason reason = emptiness(value);
        List<String> missing = missing(value);
        if (reason != null) {
            state.set(new ViewState.Empty<>(reason, value));
        } else if (missing.isEmpty()) {
            state.set(new ViewState.Fresh<>(value, at));
        } else {
            state.set(new ViewState.Partial<>(value, at, missing));
        }
    }

    private void fail(Problem problem) {
        misses++;
        Instant since = failingSince == null ? clock.instant() : failingSince;
        failingSince = since;
        if (last == null || lastAt == null || !problem.unreachable()) {
            state.set(new ViewState.Failed<>(problem, since, last));
        } else if (misses >= MISSES_BEFORE_STALE) {
            state.set(new ViewState.Stale<>(last, lastAt, problem));
        }
    }
}
