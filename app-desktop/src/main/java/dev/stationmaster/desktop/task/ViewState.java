package dev.stationmaster.desktop.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a view shows: exactly one of six designed states.
///
/// `Loading` → any; `Fresh`, `Partial` and `Empty` follow each answer; `Failed` when the cluster refuses or the
/// first load fails; `Stale` after three refreshes in a row got no answer.
public sealed interface ViewState<T> {
    /// Nothing has answered yet.
    record Loading<T>() implements ViewState<T> {}

    /// Everything was looked at and there is nothing.
    record Empty<T>(Reason reason, @Nullable T value) implements ViewState<T> {}

    /// The request was answered with an error; the last good value stays, greyed.
    record Failed<T>(
            Problem problem, Instant since, @Nullable T last) implements ViewState<T> {}

    /// The last answer is old.
    record Stale<T>(T value, Instant asOf, Problem problem) implements ViewState<T> {}

    /// Some parts did not answer, so totals are lower bounds.
    record Partial<T>(T value, Instant asOf, List<String> missing) implements ViewState<T> {}

    /// Complete and current.
    record Fresh<T>(T value, Instant asOf) implements ViewState<T> {}

    /// Why there is nothing to show.
    enum Reason {
        NONE_EXIST,
        NONE_MATCH,
        CLUSTER_STOPPED
    }

    /// The best value at hand, whatever its age.
    default Optional<T> best() {
        return switch (this) {
            case Loading<T>() -> Optional.empty();
            case Empty<T>(var _, var value) -> Optional.ofNullable(value);
            case Failed<T>(var _, var _, var last) -> Optional.ofNullable(last);
            case Stale<T>(var value, var _, var _) -> Optional.of(value);
            case Partial<T>(var value, var _, var _) -> Optional.of(value);
            case Fresh<T>(var value, var _) -> Optional.of(value);
        };
    }
}
