package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.partition.PartitionView.ConsumerView;
import dev.stationmaster.engine.partition.PartitionView.Pending;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// A consumer's working state on the leader: what was delivered, what is ack pending, what is due again. It runs ahead
/// of
/// the replicated state, which follows through the [ProgressDraft] that each change writes into. Pure: no clock, no
/// I/O.
/// Confined to the group loop.
///
/// `pending` holds delivered, unsettled messages. New messages are delivered in ascending order and a redelivery keeps
/// its
/// place, so insertion order is order of sequence and the first entry is the lowest: the ack floor lies just below it.
final class DeliveryState {
    /// One delivered and unsettled message. `due` is in ticks: when its ack wait is over, [Long#MAX_VALUE] when it
    /// waits in
    /// `again` or its delivery waits for its record.
    static final class Entry {
        final long consumerSequence;
        int deliveries;
        long due = Long.MAX_VALUE;

        Entry(long consumerSequence, int deliveries) {
            this.consumerSequence = consumerSequence;
            this.deliveries = deliveries;
        }
    }

    private final LinkedHashMap<Long, Entry> pending = new LinkedHashMap<>();
    private final TreeSet<Long> again = new TreeSet<>();
    private final DueTimes dueTimes = new DueTimes();
    private final ProgressDraft draft;
    private ConsumerConfig config;
    private long deliveredStream;
    private long deliveredConsumer;
    private int redeliveredCount;
    private MaxDeliveries onMaxDeliveries = (sequence, deliveries) -> {};

    /// A consumer that has delivered nothing.
    ///
    /// @param startSequence first stream sequence it may deliver
    DeliveryState(ConsumerConfig config, long startSequence, ProgressDraft draft) {
        this.config = config;
        this.draft = draft;
        this.deliveredStream = startSequence - 1;
    }

    /// Takes over from the replicated state: ack waits start anew, delayed naks keep their due time.
    DeliveryState(ConsumerView view, ProgressDraft draft, long nowTicks, long groupTimeNanos) {
        this(view.config(), Math.max(1, view.startSequence()), draft);
        this.deliveredStream = Math.max(deliveredStream, view.deliveredStreamSequence());
        this.deliveredConsumer = view.deliveredConsumerSequence();
        long consumerSequence = view.ackFloorConsumerSequence();
        for (Map.Entry<Long, Pending> item : view.pending().entrySet()) {
            Entry entry = new Entry(++consumerSequence, item.getValue().deliveries());
            pending.put(item.getKey(), entry);
            if (entry.deliveries > 1) {
                redeliveredCount++;
            }
            long due = item.getValue().dueGroupTimeNanos();
            setDue(
                    item.getKey(),
                    entry,
                    nowTicks + (due > 0 ? Math.max(0, due - groupTimeNanos) : ackWait(entry.deliveries)));
        }
    }

    /// Hears of each message that is past its last delivery.
    interface MaxDeliveries {
        void accept(long sequence, int deliveries);
    }

    void onMaxDeliveries(MaxDeliveries listener) {
        onMaxDeliveries = listener;
    }

    /// How long ago the message was sent last, as far as its ack wait tells.
    long nanosSinceSent(Entry entry, long nowTicks) {
        return entry.due == Long.MAX_VALUE ? 0 : Math.max(0, nowTicks - (entry.due - ackWait(entry.deliveries)));
    }

    void configure(ConsumerConfig changed) {
        config = changed;
    }

    long deliveredStream() {
        return deliveredStream;
    }

    long deliveredConsumer() {
        return deliveredConsumer;
    }

    long nextSequence() {
        return deliveredStream + 1;
    }

    long ackFloorStream() {
        return pending.isEmpty() ? deliveredStream : pending.firstEntry().getKey() - 1;
    }

    long ackFloorConsumer() {
        return pending.isEmpty() ? deliveredConsumer : pending.firstEntry().getValue().consumerSequence - 1;
    }

    int ackPending() {
        return pending.size();
    }

    /// Distinct ack-pending messages that were delivered more than once.
    int redelivered() {
        return redeliveredCount;
    }

    int waitingAgain() {
        return again.size();
    }

    @Nullable
    Entry entry(long sequence) {
        return pending.get(sequence);
    }

    /// Lowest sequence that is due again, 0 when there is none.
    long firstAgain() {
        return again.isEmpty() ? 0 : again.first();
    }

    /// How often it will have been delivered after the next delivery.
    int nextDeliveries(long sequence) {
        Entry entry = pending.get(sequence);
        return entry == null ? 1 : entry.deliveries + 1;
    }

    /// Moves past messages that are not delivered (purged, or skipped on purpose).
    void skipTo(long sequence) {
        if (sequence > deliveredStream) {
            deliveredStream = sequence;
            draft.moved();
        }
    }

    /// Moves past a message that cannot be served; nobody waits for its acknowledgement.
    void stepOver(long sequence) {
        skipTo(sequence);
        if (config.ackPolicy() == AckPolicy.EXPLICIT) {
            draft.settled(sequence);
        }
    }

    /// Records a delivery, first or again, and starts its ack wait.
    ///
    /// @param sent false when the delivery itself still waits for its record; [#sent] follows
    void delivered(long sequence, long nowTicks, boolean sent) {
        deliveredConsumer++;
        Entry entry = pending.get(sequence);
        if (entry == null) {
            deliveredStream = Math.max(deliveredStream, sequence);
            draft.delivered(sequence, 1);
            if (config.ackPolicy() == AckPolicy.NONE) {
                return;
            }
            entry = new Entry(deliveredConsumer, 1);
            pending.put(sequence, entry);
        } else {
            again.remove(sequence);
            if (entry.deliveries++ == 1) {
                redeliveredCount++;
            }
            draft.delivered(sequence, entry.deliveries);
        }
        if (sent) {
            setDue(sequence, entry, nowTicks + ackWait(entry.deliveries));
        }
    }

    void sent(long sequence, long nowTicks) {
        Entry entry = pending.get(sequence);
        if (entry != null && entry.due == Long.MAX_VALUE && !again.contains(sequence)) {
            setDue(sequence, entry, nowTicks + ackWait(entry.deliveries));
        }
    }

    /// Settles one message, or with ack policy `all` everything up to it.
    ///
    /// @return how many were settled
    int settle(long sequence) {
        if (config.ackPolicy() == AckPolicy.ALL) {
            return settleUpTo(sequence);
        }
        return drop(sequence) ? 1 : 0;
    }

    private int settleUpTo(long sequence) {
        List<Long> settled = new ArrayList<>();
        for (Long candidate : pending.keySet()) {
            if (candidate > sequence) {
                break;
            }
            settled.add(candidate);
        }
        settled.forEach(this::drop);
        return settled.size();
    }

    /// Settles exactly this message: acknowledged, terminated, or gone from the stream.
    boolean drop(long sequence) {
        Entry entry = pending.remove(sequence);
        if (entry == null) {
            return false;
        }
        forget(sequence, entry);
        draft.settled(sequence);
        return true;
    }

    /// Drops what is no longer in the stream.
    void dropAbsent(LongPredicate isThere) {
        List.copyOf(pending.keySet()).stream()
                .filter(sequence -> !isThere.test(sequence))
                .forEach(this::drop);
    }

    /// Drops everything below the stream's first message.
    void dropBelow(long firstSequence) {
        while (!pending.isEmpty() && pending.firstEntry().getKey() < firstSequence) {
            drop(pending.firstEntry().getKey());
        }
    }

    /// A nak: due again at once or after the delay, or exhausted.
    ///
    /// @param dueGroupTimeNanos group time of a delayed one
    void nak(long sequence, long nowTicks, long delayNanos, long dueGroupTimeNanos) {
        Entry entry = pending.get(sequence);
        if (entry == null || again.contains(sequence)) {
            return;
        }
        if (isLast(entry)) {
            giveUp(sequence, entry);
        } else if (delayNanos > 0) {
            setDue(sequence, entry, nowTicks + Math.min(delayNanos, Long.MAX_VALUE / 2));
            draft.delayed(sequence, dueGroupTimeNanos);
        } else {
            entry.due = Long.MAX_VALUE;
            again.add(sequence);
        }
    }

    /// Takes a message out as a dead letter, with the reason the client gave.
    boolean giveUp(long sequence, String reason) {
        Entry entry = pending.get(sequence);
        if (entry != null) {
            exhaust(sequence, entry, reason);
        }
        return entry != null;
    }

    /// Work goes on: the ack wait starts anew.
    void extend(long sequence, long nowTicks) {
        Entry entry = pending.get(sequence);
        if (entry != null && !again.contains(sequence)) {
            setDue(sequence, entry, nowTicks + ackWait(entry.deliveries));
        }
    }

    /// Moves what is due to "again", or out as exhausted.
    void expire(long nowTicks) {
        while (dueTimes.next() <= nowTicks) {
            for (long sequence : dueTimes.take(nowTicks)) {
                Entry entry = pending.get(sequence);
                if (entry == null || entry.due > nowTicks) {
                    continue;
                }
                if (isLast(entry)) {
                    giveUp(sequence, entry);
                } else {
                    entry.due = Long.MAX_VALUE;
                    again.add(sequence);
                }
            }
        }
    }

    /// Ticks at which [#expire] has something to look at.
    long nextDue() {
        return dueTimes.next();
    }

    private boolean isLast(Entry entry) {
        return config.maxDeliver() > 0 && entry.deliveries >= config.maxDeliver();
    }

    private void giveUp(long sequence, Entry entry) {
        exhaust(sequence, entry, "");
        onMaxDeliveries.accept(sequence, entry.deliveries);
    }

    private void exhaust(long sequence, Entry entry, String reason) {
        pending.remove(sequence);
        forget(sequence, entry);
        draft.exhausted(sequence, entry.deliveries, reason);
    }

    private void forget(long sequence, Entry entry) {
        if (!again.isEmpty()) {
            again.remove(sequence);
        }
        if (entry.deliveries > 1) {
            redeliveredCount--;
        }
        if (dueTimes.size() > 1024 + 4 * pending.size()) {
            rebuildDueTimes();
        }
    }

    private void rebuildDueTimes() {
        dueTimes.clear();
        pending.forEach((sequence, entry) -> {
            if (entry.due != Long.MAX_VALUE) {
                dueTimes.add(entry.due, sequence);
            }
        });
    }

    private void setDue(long sequence, Entry entry, long due) {
        entry.due = due;
        dueTimes.add(due, sequence);
    }

    private long ackWait(int deliveries) {
        List<Long> backoff = config.backoffNanos();
        long wait = backoff.isEmpty()
                ? config.ackWaitNanos()
                : backoff.get(Math.min(Math.max(deliveries, 1) - 1, backoff.size() - 1));
        return Math.min(wait, Long.MAX_VALUE / 2);
    }
}
