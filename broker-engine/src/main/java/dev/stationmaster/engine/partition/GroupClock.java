package dev.stationmaster.engine.partition;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group time as the leader stamps it (engine.md §3): never falls, follows the monotonic clock while this node leads
/// and is drawn towards the wall clock by at most one per cent. A wall clock more than 60 s off is not followed.
/// Thread-safe.
final class GroupClock {
    private static final Logger LOG = LoggerFactory.getLogger(GroupClock.class);
    private static final long FOLLOWED_NANOS_MAX = 60_000_000_000L;

    private final String group;
    private final LongSupplier ticker;
    private final LongSupplier wallClock;
    private long time;
    private long ticks;
    private boolean offReported;

    /// @param ticker monotonic nanoseconds
    /// @param wallClock nanoseconds since 1970
    GroupClock(String group, LongSupplier ticker, LongSupplier wallClock) {
        this.group = group;
        this.ticker = ticker;
        this.wallClock = wallClock;
    }

    static long systemWallNanos() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /// This node becomes leader: goes on from the last group time or the wall clock, whichever is later.
    synchronized void start(long lastGroupTime) {
        ticks = ticker.getAsLong();
        time = Math.max(lastGroupTime, wallClock.getAsLong());
        offReported = false;
    }

    /// The time now, at or above every one given before.
    synchronized long now() {
        long tick = ticker.getAsLong();
        long elapsed = Math.max(0, tick - ticks);
        ticks = tick;
        long off = wallClock.getAsLong() - (time + elapsed);
        time += elapsed + correction(off, elapsed);
        return time;
    }

    private long correction(long off, long elapsed) {
        if (Math.abs(off) > FOLLOWED_NANOS_MAX) {
            if (!offReported) {
                offReported = true;
                LOG.warn(
                        "[group {}] this node's clock is {} s away from the time of the group and is not followed",
                        group,
                        off / 1_000_000_000L);
            }
            return 0;
        }
        long most = elapsed / 100;
        return Math.clamp(off, -most, most);
    }
}
