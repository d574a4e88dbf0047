package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.ReplicatedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The right of a leader to serve reads and deliveries (engine.md §7): an empty linearizable read that was started less
/// than 50 ms ago has succeeded. Asked for only when needed. Confined to the group loop.
final class LeaderRight {
    private static final long VALID_NANOS = 50_000_000L;
    private static final long RENEW_NANOS = 25_000_000L;
    private static final long RETRY_NANOS = 10_000_000L;

    private final MachineContext loop;
    private final ReplicatedLog log;
    private final LongSupplier ticker;
    private final boolean groupOfOne;
    private boolean leading;
    private long epoch;
    private boolean confirmed;
    private long confirmedTicks;
    private boolean asking;
    private List<Runnable> waiting = new ArrayList<>();

    LeaderRight(MachineContext loop, ReplicatedLog log, LongSupplier ticker, boolean groupOfOne) {
        this.loop = loop;
        this.log = log;
        this.ticker = ticker;
        this.groupOfOne = groupOfOne;
    }

    void onLeaderReady() {
        leading = true;
        epoch++;
    }

    void onLeaderLost() {
        leading = false;
        confirmed = false;
        asking = false;
        epoch++;
        waiting = new ArrayList<>();
    }

    boolean mayServe(Runnable retry) {
        if (!leading) {
            return false;
        }
        if (groupOfOne) {
            return true;
        }
        long age = ticker.getAsLong() - confirmedTicks;
        boolean valid = confirmed && age < VALID_NANOS;
        if (!valid) {
            waiting.add(retry);
        }
        if (!valid || age > RENEW_NANOS) {
            ask();
        }
        return valid;
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        long asked = epoch;
        long started = ticker.getAsLong();
        log.confirmLeadership(yes -> loop.execute(() -> onAnswer(asked, started, yes)));
    }

    private void onAnswer(long asked, long started, boolean yes) {
        if (asked != epoch) {
            return;
        }
        asking = false;
        if (yes) {
            confirmed = true;
            confirmedTicks = started;
            List<Runnable> ready = waiting;
            waiting = new ArrayList<>();
            ready.forEach(Runnable::run);
        } else if (!waiting.isEmpty()) {
            loop.schedule(RETRY_NANOS, () -> {
                if (asked == epoch && !waiting.isEmpty()) {
                    ask();
                }
            });
        }
    }
}
