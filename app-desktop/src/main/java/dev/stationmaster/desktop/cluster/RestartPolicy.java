package dev.stationmaster.desktop.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// When a process that ended unasked is started again: after 1, 2, 4, … s, five times in ten minutes at most. Confined
/// to the
/// supervisor's loop.
final class RestartPolicy {
    private static final int RESTARTS_MAX = 5;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Deque<Long> restarts = new ArrayDeque<>();

    /// @param nowNanos monotonic time of the end
    /// @return how long to wait, empty to leave it down
    Optional<Duration> onEnd(long nowNanos) {
        while (!restarts.isEmpty() && nowNanos - restarts.peekFirst() > WINDOW.toNanos()) {
            restarts.removeFirst();
        }
        if (restarts.size() == RESTARTS_MAX) {
            return Optional.empty();
        }
        Duration wait = Duration.ofSeconds(1L << restarts.size());
        restarts.addLast(nowNanos);
        return Optional.of(wait);
    }

    /// Somebody looked after it.
    void forget() {
        restarts.clear();
    }
}
