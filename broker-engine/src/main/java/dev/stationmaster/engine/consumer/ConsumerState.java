package dev.stationmaster.engine.consumer;

import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerProgress.Count;
import dev.stationmaster.engine.consumer.ConsumerProgress.Delay;
import dev.stationmaster.engine.consumer.ConsumerProgress.Exhausted;
import dev.stationmaster.engine.consumer.ConsumerProgress.Range;
import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.sequence.SequenceSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// Pure, replicated state of one consumer: what was delivered, what of it is not settled, and how often it was sent.
///
/// ```
///   settled …  | 7 | 8 | 9 | 10 | 11 | 12 |  not delivered yet …
///              ^ floor = 6                ^ delivered = 12
///                P   .   P   .    .    P      P: ack pending;  .: settled above the floor, or never wanted
/// ```
///
/// It follows its leader by [ConsumerProgress] records. A record may come twice, or after a later one: marks only rise,
/// and nothing settled becomes pending again. Confined to the group loop.
public final class ConsumerState {
    private static final int VERSION = 1;

    /// What the stream has to say about the sequences between the old delivered mark and the new.
    @FunctionalInterface
    public interface Candidates {
        /// Passes each message that exists in the range and has a wanted subject, ascending; both ends belong to it.
        void forEach(long fromInclusive, long toInclusive, LongConsumer action);
    }

    private final String name;
    private final long createdNanos;
    private final long startSequence;
    private final SequenceSet initial;
    private final long initialThrough;
    private final SequenceSet pending;
    private final SequenceSet settled;
    private final TreeMap<Long, Integer> counts = new TreeMap<>();
    private final TreeMap<Long, Long> due = new TreeMap<>();
    private ConsumerConfig config;
    private long deliveredStream;
    private long deliveredConsumer;
    private long floorStream;
    private long floorConsumer;

    private ConsumerState(
            ConsumerConfig config,
            long createdNanos,
            long startSequence,
            SequenceSet initial,
            long initialThrough,
            SequenceSet pending,
            SequenceSet settled) {
        this.name = config.name();
        this.config = config;
        this.createdNanos = createdNanos;
        this.startSequence = startSequence;
        this.initial = initial;
        this.initialThrough = initialThrough;
        this.pending = pending;
        this.settled = settled;
    }

    /// A consumer that begins at a sequence.
    ///
    /// @param start see [ConsumerStart]
    public static ConsumerState create(ConsumerConfig config, long groupTimeNanos, ConsumerStart start) {
        ConsumerState state = new ConsumerState(
                config,
                groupTimeNanos,
                start.sequence(),
                start.initial(),
                start.initialThrough(),
                new SequenceSet(),
                new SequenceSet());
        state.deliveredStream = start.sequence() - 1;
        state.floorStream = start.sequence() - 1;
        return state;
    }

    public String name() {
        return name;
    }

    public ConsumerConfig config() {
        return config;
    }

    public void update(ConsumerConfig next) {
        config = next;
    }

    public long createdNanos() {
        return createdNanos;
    }

    public long startSequence() {
        return startSequence;
    }

    public long deliveredStreamSequence() {
        return deliveredStream;
    }

    public long deliveredConsumerSequence() {
        return deliveredConsumer;
    }

    public long ackFloorStreamSequence() {
        return floorStream;
    }

    public long ackFloorConsumerSequence() {
        return floorConsumer;
    }

    public long pendingCount() {
        return pending.count();
    }

    public boolean isPending(long sequence) {
        return pending.contains(sequence);
    }

    /// Calls for each unsettled delivery, ascending.
    public void forEachPending(LongConsumer action) {
        pending.forEach(action);
    }

    /// Times that a pending message was sent.
    public int deliveries(long sequence) {
        return counts.getOrDefault(sequence, 1);
    }

    /// Group time at which a delayed nak is due, 0 for none.
    public long dueNanos(long sequence) {
        return due.getOrDefault(sequence, 0L);
    }

    /// Whether the consumer's start leaves this message out: with "last per subject", all but the chosen ones that
    /// were there at creation.
    public boolean skips(long sequence) {
        return sequence < startSequence || (sequence <= initialThrough && !initial.contains(sequence));
    }

    /// The messages chosen at creation by "last per subject"; empty for any other start.
    public SequenceSet initial() {
        return initial;
    }

    /// Up to here (inclusive) only [#initial] is delivered; 0 for any other start than "last per subject".
    public long initialThrough() {
        return initialThrough;
    }

    /// Whether the consumer still has to settle a message that its filter matches.
    public boolean needs(long sequence) {
        return sequence > deliveredStream ? !skips(sequence) : pending.contains(sequence);
    }

    /// Takes in a record.
    ///
    /// @param candidates messages of the stream that this consumer wants
    /// @param lastSequence of the stream; a record cannot go beyond
    /// @param onExhausted a message past its last delivery, before it is settled or left
    /// @param onSettled a message that was pending and is now settled: acknowledged, or exhausted with a reason
    /// @param exhaustedIsSettled whether `onSettled` is told of every exhausted message
    public void apply(
            ConsumerProgress progress,
            Candidates candidates,
            long lastSequence,
            java.util.function.Consumer<Exhausted> onExhausted,
            LongConsumer onSettled,
            boolean exhaustedIsSettled) {
        Map<Long, Integer> stated = HashMap.newHashMap(progress.counts().size());
        for (Count count : progress.counts()) {
            stated.put(count.sequence(), count.deliveries());
        }
        deliver(Math.min(progress.deliveredStreamSequence(), lastSequence), candidates, onSettled);
        deliveredConsumer = Math.max(deliveredConsumer, progress.deliveredConsumerSequence());
        for (Count count : progress.counts()) {
            applyCount(count);
        }
        for (Delay delay : progress.delayed()) {
            applyDelay(delay, stated.getOrDefault(delay.sequence(), 1));
        }
        for (Exhausted exhausted : progress.exhausted()) {
            if (pending.contains(exhausted.sequence())) {
                onExhausted.accept(exhausted);
                leave(exhausted.sequence());
                if (exhaustedIsSettled || !exhausted.reason().isEmpty()) {
                    onSettled.accept(exhausted.sequence());
                }
            }
        }
        for (Range range : progress.settled()) {
            settle(range, onSettled);
        }
        raiseFloor(0);
    }

    private void deliver(long through, Candidates candidates, LongConsumer onSettled) {
        if (through <= deliveredStream) {
            return;
        }
        long from = deliveredStream + 1;
        deliveredStream = through;
        boolean settlesAtOnce = config.ackPolicy() == AckPolicy.NONE;
        candidates.forEach(from, through, sequence -> {
            if (skips(sequence)) {
                return;
            }
            if (settlesAtOnce) {
                settled.add(sequence);
                onSettled.accept(sequence);
            } else {
                pending.add(sequence);
            }
        });
    }

    private void applyCount(Count count) {
        if (pending.contains(count.sequence()) && count.deliveries() > deliveries(count.sequence())) {
            counts.put(count.sequence(), count.deliveries());
            due.remove(count.sequence());
        }
    }

    /// A delay belongs to the delivery with this count; a later delivery has ended it.
    private void applyDelay(Delay delay, int deliveries) {
        if (pending.contains(delay.sequence()) && deliveries >= deliveries(delay.sequence())) {
            due.put(delay.sequence(), delay.dueGroupTimeNanos());
        }
    }

    private void settle(Range range, LongConsumer onSettled) {
        long from = config.ackPolicy() == AckPolicy.ALL ? 0 : range.first();
        for (long at = pending.next(from); at != 0 && at <= range.last(); at = pending.next(at + 1)) {
            leave(at);
            onSettled.accept(at);
        }
    }

    private void leave(long sequence) {
        pending.remove(sequence);
        settled.add(sequence);
        if (!counts.isEmpty()) {
            counts.remove(sequence);
        }
        if (!due.isEmpty()) {
            due.remove(sequence);
        }
    }

    /// @param dropped messages below the new floor that were pending and are in no set any more
    private void raiseFloor(long dropped) {
        long firstPending = pending.first();
        long floor = firstPending == 0 ? deliveredStream : firstPending - 1;
        if (floor <= floorStream && firstPending != 0) {
            return;
        }
        floorStream = Math.max(floorStream, floor);
        floorConsumer = firstPending == 0
                ? deliveredConsumer
                : Math.min(deliveredConsumer, floorConsumer + dropped + settled.countRange(0, floorStream));
        settled.removeBelow(floorStream + 1);
    }

    /// The stream no longer has this message: it needs no settling.
    public void onRemoved(long sequence) {
        if (sequence > floorStream && sequence <= deliveredStream && pending.contains(sequence)) {
            leave(sequence);
            raiseFloor(0);
        }
    }

    /// The stream no longer has any message below this sequence.
    public void onRemovedBelow(long sequence) {
        long dropped = pending.countRange(0, sequence - 1);
        if (dropped > 0) {
            pending.removeBelow(sequence);
            counts.headMap(sequence).clear();
            due.headMap(sequence).clear();
            raiseFloor(dropped);
        }
    }

    /// The stream has nothing below this sequence any more, by a purge: the marks pass it.
    public void onPurgedBelow(long sequence) {
        onRemovedBelow(sequence);
        deliveredStream = Math.max(deliveredStream, sequence - 1);
        initial.removeBelow(sequence);
        raiseFloor(0);
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        ConsumerConfigCodec.write(out, config);
        out.writeLong(createdNanos);
        Fields.writeCount(out, startSequence);
        initial.write(out);
        Fields.writeCount(out, initialThrough);
        pending.write(out);
        settled.write(out);
        Fields.writeCount(out, counts.size());
        for (Map.Entry<Long, Integer> count : counts.entrySet()) {
            Fields.writeCount(out, count.getKey());
            Fields.writeCount(out, count.getValue());
        }
        Fields.writeCount(out, due.size());
        for (Map.Entry<Long, Long> delay : due.entrySet()) {
            Fields.writeCount(out, delay.getKey());
            out.writeLong(delay.getValue());
        }
        Fields.writeCount(out, deliveredStream);
        Fields.writeCount(out, deliveredConsumer);
        Fields.writeCount(out, floorStream);
        Fields.writeCount(out, floorConsumer);
    }

    public static ConsumerState read(DataInput in) throws IOException {
        Fields.requireVersion(in, VERSION, "a consumer's state");
        ConsumerConfig config = ConsumerConfigCodec.read(in);
        long created = in.readLong();
        long start = Fields.readCount(in);
        SequenceSet initial = SequenceSet.read(in);
        long through = Fields.readCount(in);
        ConsumerState state =
                new ConsumerState(config, created, start, initial, through, SequenceSet.read(in), SequenceSet.read(in));
        for (int left = Fields.readSize(in, Integer.MAX_VALUE); left > 0; left--) {
            long sequence = Fields.readCount(in);
            state.counts.put(sequence, Fields.readSize(in, Integer.MAX_VALUE));
        }
        for (int left = Fields.readSize(in, Integer.MAX_VALUE); left > 0; left--) {
            long sequence = Fields.readCount(in);
            state.due.put(sequence, in.readLong());
        }
        state.deliveredStream = Fields.readCount(in);
        state.deliveredConsumer = Fields.readCount(in);
        state.floorStream = Fields.readCount(in);
        state.floorConsumer = Fields.readCount(in);
        return state;
    }
}
