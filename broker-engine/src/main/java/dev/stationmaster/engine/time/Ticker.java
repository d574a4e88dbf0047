package dev.stationmaster.engine.time;

/// A monotonic clock for measuring and for timers; its zero means nothing.
@FunctionalInterface
public interface Ticker {
    /// Nanoseconds; compare by difference.
    long nanos();

    /// The machine's.
    static Ticker system() {
        return System::nanoTime;
    }
}
