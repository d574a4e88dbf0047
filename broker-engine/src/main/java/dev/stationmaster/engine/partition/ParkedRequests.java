package dev.stationmaster.engine.partition;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Requests to one group that wait for a leader, in order, up to 3 s. Thread-safe.
final class ParkedRequests {
    private static final int PARKED_MAX = 8192;
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private record Parked(GroupRequest request, int notTo, long sinceTicks) {}

    private final ArrayDeque<Parked> queue = new ArrayDeque<>();
    private final LongAdder dropped = new LongAdder();

    /// Takes a request towards whoever leads now; false when it cannot go.
    interface Way {
        /// @param notTo node that passed it on to us, 0 for none
        boolean tryGo(GroupRequest request, int notTo);
    }

    /// Sends it at once when nothing waits before it, else parks it.
    synchronized void offer(GroupRequest request, int notTo, long ticks, Way way) {
        if (queue.isEmpty() && way.tryGo(request, notTo)) {
            return;
        }
        if (queue.size() >= PARKED_MAX) {
            dropped.increment();
            return;
        }
        queue.add(new Parked(request, notTo, ticks));
    }

    /// Sends what can go and drops what is late.
    synchronized void retry(long ticks, Way way) {
        while (!queue.isEmpty()) {
            Parked first = queue.peek();
            if (ticks - first.sinceTicks >= WAIT_NANOS) {
                dropped.increment();
            } else if (!way.tryGo(first.request, first.notTo)) {
                return;
            }
            queue.poll();
        }
    }

    synchronized boolean isEmpty() {
        return queue.isEmpty();
    }

    /// Requests dropped so far because no leader was found in time or too many waited.
    long dropped() {
        return dropped.sum();
    }
}
