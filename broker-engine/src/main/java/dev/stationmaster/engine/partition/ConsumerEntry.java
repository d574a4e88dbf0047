package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerState;
import dev.stationmaster.engine.partition.PartitionView.ConsumerView;
import dev.stationmaster.engine.partition.PartitionView.Pending;
import dev.stationmaster.engine.sequence.SequenceSet;
import dev.stationmaster.engine.stream.SubjectFilter;
import java.util.NavigableMap;
import java.util.TreeMap;

/// One consumer of a partition with its filter ready to match. Confined to the group loop.
final class ConsumerEntry implements ConsumerView {
    private final ConsumerState state;
    private SubjectFilter filter;

    ConsumerEntry(ConsumerState state) {
        this.state = state;
        this.filter = SubjectFilter.of(state.config().filters());
    }

    ConsumerState state() {
        return state;
    }

    SubjectFilter filter() {
        return filter;
    }

    void update(ConsumerConfig next) {
        state.update(next);
        filter = SubjectFilter.of(next.filters());
    }

    @Override
    public String name() {
        return state.name();
    }

    @Override
    public ConsumerConfig config() {
        return state.config();
    }

    @Override
    public long createdNanos() {
        return state.createdNanos();
    }

    @Override
    public long startSequence() {
        return state.startSequence();
    }

    @Override
    public SequenceSet initial() {
        return state.initial();
    }

    @Override
    public long initialThrough() {
        return state.initialThrough();
    }

    @Override
    public long deliveredStreamSequence() {
        return state.deliveredStreamSequence();
    }

    @Override
    public long deliveredConsumerSequence() {
        return state.deliveredConsumerSequence();
    }

    @Override
    public long ackFloorStreamSequence() {
        return state.ackFloorStreamSequence();
    }

    @Override
    public long ackFloorConsumerSequence() {
        return state.ackFloorConsumerSequence();
    }

    @Override
    public NavigableMap<Long, Pending> pending() {
        NavigableMap<Long, Pending> pending = new TreeMap<>();
        state.forEachPending(
                sequence -> pending.put(sequence, new Pending(state.deliveries(sequence), state.dueNanos(sequence))));
        return pending;
    }
}
