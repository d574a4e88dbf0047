package dev.stationmaster.engine.time;

import java.time.Instant;

/// The time of day, which may jump.
@FunctionalInterface
public interface WallClock {
    Instant now();

    /// Nanoseconds since 1970.
    default long epochNanos() {
        Instant now = now();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    /// The machine's.
    static WallClock system() {
        return Instant::now;
    }
}
