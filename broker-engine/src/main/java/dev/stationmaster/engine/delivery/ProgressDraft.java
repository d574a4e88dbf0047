package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.consumer.ConsumerProgress.Count;
import dev.stationmaster.engine.consumer.ConsumerProgress.Delay;
import dev.stationmaster.engine.consumer.ConsumerProgress.Exhausted;
import dev.stationmaster.engine.consumer.ConsumerProgress.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// What happened to a consumer since its last progress record, merged as it happens. What is settled forgets its counts
/// and delays. Confined to the group loop.
final class ProgressDraft {
    private final TreeMap<Long, Count> counts = new TreeMap<>();
    private final TreeMap<Long, Delay> delays = new TreeMap<>();
    private final TreeMap<Long, Exhausted> exhausted = new TreeMap<>();
    private long[] settled = new long[64];
    private int settledCount;
    private boolean delivered;

    void delivered(long sequence, int deliveries) {
        delivered = true;
        if (deliveries > 1) {
            counts.put(sequence, new Count(sequence, deliveries));
            delays.remove(sequence);
        }
    }

    void moved() {
        delivered = true;
    }

    void settled(long sequence) {
        if (settledCount == settled.length) {
            settled = Arrays.copyOf(settled, settledCount * 2);
        }
        settled[settledCount++] = sequence;
        forget(sequence);
    }

    void delayed(long sequence, long dueGroupTimeNanos) {
        delays.put(sequence, new Delay(sequence, dueGroupTimeNanos));
    }

    void exhausted(long sequence, int deliveries, String reason) {
        exhausted.put(sequence, new Exhausted(sequence, deliveries, reason));
        forget(sequence);
    }

    private void forget(long sequence) {
        if (!counts.isEmpty()) {
            counts.remove(sequence);
        }
        if (!delays.isEmpty()) {
            delays.remove(sequence);
        }
    }

    /// Turns a settled message of this draft into an exhausted one: the client gave its reason a moment later.
    boolean reclaim(long sequence, int deliveries, String reason) {
        for (int i = 0; i < settledCount; i++) {
            if (settled[i] == sequence) {
                settled[i] = settled[--settledCount];
                exhausted(sequence, deliveries, reason);
                return true;
            }
        }
        return false;
    }

    /// Number of things that must reach the replicas soon.
    int urgent() {
        return settledCount + exhausted.size() + delays.size();
    }

    boolean isEmpty() {
        return !delivered && urgent() == 0 && counts.isEmpty();
    }

    /// The record; the draft is empty afterwards.
    ConsumerProgress take(long deliveredStreamSequence, long deliveredConsumerSequence) {
        ConsumerProgress progress = new ConsumerProgress(
                deliveredStreamSequence,
                deliveredConsumerSequence,
                ranges(),
                List.copyOf(counts.values()),
                List.copyOf(delays.values()),
                List.copyOf(exhausted.values()));
        counts.clear();
        delays.clear();
        exhausted.clear();
        settledCount = 0;
        delivered = false;
        return progress;
    }

    private List<Range> ranges() {
        Arrays.sort(settled, 0, settledCount);
        List<Range> ranges = new ArrayList<>();
        int i = 0;
        while (i < settledCount) {
            long first = settled[i];
            long last = first;
            while (i < settledCount && settled[i] <= last + 1) {
                last = settled[i++];
            }
            ranges.add(new Range(first, last));
        }
        return ranges;
    }
}
