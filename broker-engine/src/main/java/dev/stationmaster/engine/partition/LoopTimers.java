package dev.stationmaster.engine.partition;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Delayed tasks of one group loop. Confined to it.
final class LoopTimers {
    /// A turn runs so many at most, so that entries are not kept waiting.
    private static final int RUN_MAX = 1000;

    private final PriorityQueue<Delayed> queue = new PriorityQueue<>();
    private long orders;

    private static final class Delayed implements Comparable<Delayed>, GroupContext.Timer {
        private final long dueTicks;
        private final long order;
        private @Nullable Runnable task;

        Delayed(long dueTicks, long order, Runnable task) {
            this.dueTicks = dueTicks;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Delayed other) {
            int byTime = Long.compare(dueTicks, other.dueTicks);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    GroupContext.Timer add(long dueTicks, Runnable task) {
        Delayed delayed = new Delayed(dueTicks, orders++, task);
        queue.add(delayed);
        return delayed;
    }

    /// Runs what is due.
    void run(long ticks) {
        for (int i = 0; i < RUN_MAX; i++) {
            Delayed first = queue.peek();
            if (first == null || first.dueTicks > ticks) {
                return;
            }
            queue.poll();
            Runnable task = first.task;
            if (task != null) {
                task.run();
            }
        }
    }

    /// Nanoseconds until the next is due, at most one second.
    long nanosToNext(long ticks) {
        Delayed first = queue.peek();
        while (first != null && first.task == null) {
            queue.poll();
            first = queue.peek();
        }
        long most = TimeUnit.SECONDS.toNanos(1);
        return first == null ? most : Math.clamp(first.dueTicks - ticks, 0, most);
    }
}
