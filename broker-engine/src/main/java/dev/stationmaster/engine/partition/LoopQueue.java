package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The hand-off to a group loop: entries are bounded by their bytes (putting one blocks), requests by their number
/// (too many are refused); what the loop's own machinery puts is few and always taken. Thread-safe.
final class LoopQueue {
    /// What may wait to be applied.
    static final long ENTRY_BYTES_MAX = 16 << 20;

    private static final int REQUESTS_MAX = 65_536;

    /// Something for the loop to do.
    sealed interface Item {
        record Entry(Position position, ByteBuffer header, Payloads payload, Runnable applied) implements Item {
            int bytes() {
                return header.capacity() + payload.length();
            }
        }

        record Task(Runnable run) implements Item {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long entryBytes;
    private int requests;
    private boolean closed;

    /// Puts an entry; blocks while too much waits.
    ///
    /// @return false when the queue is closed
    boolean putEntry(Item.Entry entry) {
        int bytes = entry.bytes();
        lock.lock();
        try {
            while (entryBytes > 0 && entryBytes + bytes > ENTRY_BYTES_MAX && !closed) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            entryBytes += bytes;
            items.add(entry);
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @return false when the queue is closed
    boolean putTask(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            items.add(new Item.Task(task));
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @return false when too many wait or the queue is closed
    boolean offerRequest(Runnable request) {
        lock.lock();
        try {
            if (closed || requests >= REQUESTS_MAX) {
                return false;
            }
            requests++;
            items.add(new Item.Task(() -> {
                lock.lock();
                try {
                    requests--;
                } finally {
                    lock.unlock();
                }
                request.run();
            }));
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Moves up to `max` items into `into`; waits up to the timeout for the first.
    void take(List<Item> into, int max, long timeoutNanos) throws InterruptedException {
        lock.lock();
        try {
            long left = timeoutNanos;
            while (items.isEmpty() && !closed && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            while (into.size() < max && !items.isEmpty()) {
                into.add(items.poll());
            }
        } finally {
            lock.unlock();
        }
    }

    /// An entry that was taken is applied.
    void release(Item.Entry entry) {
        lock.lock();
        try {
            entryBytes -= entry.bytes();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Refuses everything from now on and returns what waited.
    List<Item> close() {
        lock.lock();
        try {
            closed = true;
            List<Item> left = List.copyOf(items);
            items.clear();
            notEmpty.signalAll();
            notFull.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of entries that wait or are being applied.
    long entryBytes() {
        lock.lock();
        try {
            return entryBytes;
        } finally {
            lock.unlock();
        }
    }
}
