package dev.stationmaster.engine.delivery;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// When deliveries fall due: sequences in buckets of [#RESOLUTION_NANOS], so that a hundred thousand deliveries a
/// second
/// share a few timers. Entries are never taken out early: whoever drains them checks whether they still hold.
/// Confined to the group loop.
///
/// ```
///   bucket 1041 ─ [7, 8, 9, 12]      due times are rounded up: never early, at most one bucket late
///   bucket 1042 ─ [13, 14]
/// ```
final class DueTimes {
    static final long RESOLUTION_NANOS = 5_000_000;

    private final TreeMap<Long, Bucket> buckets = new TreeMap<>();
    private long cachedSlot = Long.MIN_VALUE;
    private Bucket cached = new Bucket();
    private int size;

    void add(long dueTicks, long sequence) {
        long slot = Math.floorDiv(dueTicks + RESOLUTION_NANOS - 1, RESOLUTION_NANOS);
        if (slot != cachedSlot) {
            cached = buckets.computeIfAbsent(slot, ignored -> new Bucket());
            cachedSlot = slot;
        }
        cached.add(sequence);
        size++;
    }

    /// Number of entries, outdated ones included.
    int size() {
        return size;
    }

    /// Ticks of the next bucket, [Long#MAX_VALUE] when there is none.
    long next() {
        return buckets.isEmpty() ? Long.MAX_VALUE : buckets.firstKey() * RESOLUTION_NANOS;
    }

    /// Takes out one bucket that is due; empty when none is.
    long[] take(long nowTicks) {
        if (next() > nowTicks) {
            return new long[0];
        }
        Map.Entry<Long, Bucket> first = buckets.pollFirstEntry();
        if (first.getKey() == cachedSlot) {
            cachedSlot = Long.MIN_VALUE;
        }
        size -= first.getValue().count;
        return first.getValue().toArray();
    }

    void clear() {
        buckets.clear();
        cachedSlot = Long.MIN_VALUE;
        size = 0;
    }

    private static final class Bucket {
        private long[] sequences = new long[8];
        private int count;

        void add(long sequence) {
            if (count == sequences.length) {
                sequences = Arrays.copyOf(sequences, count * 2);
            }
            sequences[count++] = sequence;
        }

        long[] toArray() {
            return Arrays.copyOf(sequences, count);
        }
    }
}
