package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.CommandCodec;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.replication.PartitionCommand.AppendCopy;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The group as its leader's side sees it.
final class DataContext implements GroupContext {
    private final MachineContext loop;
    private final DataMachine machine;

    DataContext(MachineContext loop, DataMachine machine) {
        this.loop = loop;
        this.machine = machine;
    }

    @Override
    public GroupId group() {
        return loop.group();
    }

    @Override
    public long groupTimeNanos() {
        return loop.groupTimeNanos();
    }

    @Override
    public long leaderTimeNanos() {
        return loop.leaderTimeNanos();
    }

    @Override
    public long ticker() {
        return loop.ticker();
    }

    @Override
    public Collection<? extends PartitionView> partitions() {
        return machine.partitions();
    }

    @Override
    public @Nullable PartitionView partition(String streamName) {
        return machine.partition(streamName);
    }

    @Override
    public @Nullable PartitionView partition(long streamId) {
        return machine.partition(streamId);
    }

    @Override
    public void propose(PartitionCommand command, OutcomeHandler handler) {
        if (command instanceof AppendCopy copy && LargeMessage.isLarge(copy)) {
            List<PartitionCommand> parts = LargeMessage.cut(copy);
            PartitionCommand last = parts.removeLast();
            parts.forEach(part -> proposeWhole(part, outcome -> {}));
            proposeWhole(last, handler);
        } else {
            proposeWhole(command, handler);
        }
    }

    private void proposeWhole(PartitionCommand command, OutcomeHandler handler) {
        loop.propose(CommandCodec.header(command), CommandCodec.payload(command), handler);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return loop.schedule(delayNanos, task);
    }

    @Override
    public void handOver(int to, Consumer<Boolean> done) {
        loop.handOver(to, done);
    }

    @Override
    public boolean mayServe(Runnable retry) {
        return loop.mayServe(retry);
    }
}
