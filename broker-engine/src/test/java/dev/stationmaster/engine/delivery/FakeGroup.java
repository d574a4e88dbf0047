package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.LeaderSide;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.stream.StreamConfig;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// A group of one that replicates nothing: commands are applied by [#run], time moves by [#advance].
public final class FakeGroup implements GroupContext {
    private record Proposal(PartitionCommand command, OutcomeHandler handler) {}

    private static final class Task implements Timer {
        final long at;
        final long order;
        final Runnable work;
        boolean cancelled;

        Task(long at, long order, Runnable work) {
            this.at = at;
            this.order = order;
            this.work = work;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    public static final long START = 1_700_000_000_000_000_000L;

    public final TreeMap<String, FakePartition> partitions = new TreeMap<>();
    public final List<PartitionCommand> applied = new ArrayList<>();
    public boolean serving = true;
    private final ArrayDeque<Proposal> proposals = new ArrayDeque<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Runnable> retries = new ArrayList<>();
    private final PriorityQueue<Task> timers =
            new PriorityQueue<>(Comparator.<Task>comparingLong(t -> t.at).thenComparingLong(t -> t.order));
    private long ticks = 1_000_000_000L;
    private long order;
    private long nextId = 1;
    private long nextOutbox = 1;
    private LeaderSide side;

    public void lead(LeaderSide leader) {
        side = leader;
        leader.onLeaderReady();
        run();
    }

    public void abdicate() {
        proposals.clear();
        side.onLeaderLost();
        timers.clear();
        tasks.clear();
    }

    public FakePartition create(StreamConfig config) {
        FakePartition partition = new FakePartition(nextId++, config, leaderTimeNanos());
        partitions.put(config.name(), partition);
        if (side != null) {
            side.onPartitionChanged(partition);
        }
        return partition;
    }

    public void store(String stream, String subject, byte[] headers, String payload) {
        FakePartition partition = partitions.get(stream);
        long sequence = partition.append(leaderTimeNanos(), subject, headers, payload.getBytes());
        side.onStored(partition, sequence, sequence);
        run();
    }

    /// Applies what was proposed and runs what was handed to the loop, until nothing is left.
    public void run() {
        while (!proposals.isEmpty() || !tasks.isEmpty()) {
            if (!tasks.isEmpty()) {
                tasks.removeFirst().run();
                continue;
            }
            Proposal proposal = proposals.removeFirst();
            proposal.handler().onOutcome(apply(proposal.command()));
        }
    }

    public void advance(long millis) {
        long target = ticks + millis * 1_000_000;
        while (!timers.isEmpty() && timers.peek().at <= target) {
            Task task = timers.remove();
            ticks = Math.max(ticks, task.at);
            if (!task.cancelled) {
                task.work.run();
                run();
            }
        }
        ticks = target;
    }

    public void confirmRight() {
        serving = true;
        List<Runnable> waiting = List.copyOf(retries);
        retries.clear();
        waiting.forEach(Runnable::run);
        run();
    }

    private Outcome apply(PartitionCommand command) {
        applied.add(command);
        FakePartition partition = partitions.values().stream()
                .filter(item -> item.streamId() == command.streamId())
                .findFirst()
                .orElse(null);
        switch (command) {
            case PartitionCommand.PutConsumer put -> {
                partition.put(put.config(), leaderTimeNanos());
                side.onConsumerPut(partition, put.consumer());
            }
            case PartitionCommand.DeleteConsumer delete -> {
                partition.consumers.remove(delete.consumer());
                side.onConsumerDeleted(partition, delete.consumer());
            }
            case PartitionCommand.Progress progress ->
                partition.apply(progress.consumer(), progress.progress(), exhausted -> {
                    var message = partition.load(exhausted.sequence());
                    if (message != null) {
                        side.onDeadLetter(
                                partition,
                                new LeaderSide.DeadLetter(
                                        nextOutbox++,
                                        progress.consumer(),
                                        exhausted.deliveries(),
                                        exhausted.reason(),
                                        leaderTimeNanos(),
                                        message));
                    }
                });
            case PartitionCommand.PurgeStream purge -> {
                long count = partition.purge(purge.filter(), purge.beforeSequence(), purge.keep());
                side.onPartitionChanged(partition);
                return new Outcome.Done(ByteBuffer.allocate(8).putLong(count).array());
            }
            case PartitionCommand.DeleteMessage delete -> {
                partition.messages.remove(delete.sequence());
                side.onPartitionChanged(partition);
            }
            default -> {}
        }
        return Outcome.Done.EMPTY;
    }

    public ConsumerConfig configOf(String stream, String consumer) {
        return partitions.get(stream).consumer(consumer).config();
    }

    @Override
    public GroupId group() {
        return new GroupId("r1-1");
    }

    @Override
    public long groupTimeNanos() {
        return leaderTimeNanos();
    }

    @Override
    public long leaderTimeNanos() {
        return START + ticks;
    }

    @Override
    public long ticker() {
        return ticks;
    }

    @Override
    public Collection<? extends PartitionView> partitions() {
        return partitions.values();
    }

    @Override
    public PartitionView partition(String streamName) {
        return partitions.get(streamName);
    }

    @Override
    public PartitionView partition(long streamId) {
        return partitions.values().stream()
                .filter(partition -> partition.streamId() == streamId)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void propose(PartitionCommand command, OutcomeHandler handler) {
        proposals.addLast(new Proposal(command, handler));
    }

    @Override
    public void execute(Runnable task) {
        tasks.addLast(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        Task timer = new Task(ticks + delayNanos, order++, task);
        timers.add(timer);
        return timer;
    }

    @Override
    public boolean mayServe(Runnable retry) {
        if (!serving) {
            retries.add(retry);
        }
        return serving;
    }
}
