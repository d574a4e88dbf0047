package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.copying.CopyDesk;
import dev.stationmaster.engine.delivery.ConsumerDesk.CloseReason;
import dev.stationmaster.engine.delivery.ConsumerDesk.Opening;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.PartitionView.ConsumerView;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The consumers of one stream as its leader works with them: those of the replicated state and those that live here
/// only. Confined to the group loop.
final class StreamDesk {
    private final LeaderDesk leader;
    private final PartitionView partition;
    private final TreeMap<String, ConsumerDesk> consumers = new TreeMap<>();
    private final CopyDesk copies;
    private long storedCount;

    StreamDesk(LeaderDesk leader, PartitionView partition) {
        this.leader = leader;
        this.partition = partition;
        this.copies = new CopyDesk(leader.context(), partition, leader.router(), leader.node());
    }

    /// Opens a desk for each replicated consumer, and copies what the stream copies.
    void open() {
        copies.follow();
        for (ConsumerView view : partition.consumers()) {
            openReplicated(view);
        }
    }

    PartitionView partition() {
        return partition;
    }

    GroupContext context() {
        return leader.context();
    }

    Router router() {
        return leader.router();
    }

    /// Whether deliveries may be made now; if not, the desk's `deliver` runs again when they may.
    boolean mayServe(ConsumerDesk desk) {
        return leader.mayServe(desk);
    }

    @Nullable
    ConsumerDesk consumer(String name) {
        return consumers.get(name);
    }

    /// Ascending by name; those of copiers of this stream are hidden.
    Collection<ConsumerDesk> consumers() {
        return consumers.values().stream()
                .filter(desk -> !desk.config().direct())
                .toList();
    }

    CopyDesk copies() {
        return copies;
    }

    long storedCount() {
        return storedCount;
    }

    void onStored(long first, long last) {
        storedCount += last - first + 1;
        for (ConsumerDesk desk : consumers.values()) {
            desk.onStored(first);
        }
    }

    void onChanged() {
        copies.follow();
        consumers.values().forEach(ConsumerDesk::onChanged);
    }

    void onPurged() {
        consumers.values().forEach(ConsumerDesk::onPurged);
    }

    /// Some subjects were purged.
    void onPurgedInside() {
        consumers.values().forEach(ConsumerDesk::onPurgedInside);
    }

    void onMessageDeleted(long sequence) {
        consumers.values().forEach(desk -> desk.onMessageDeleted(sequence));
    }

    /// A consumer of the replicated state was created or changed.
    void onConsumerPut(String name) {
        ConsumerView view = partition.consumer(name);
        if (view == null) {
            return;
        }
        ConsumerDesk desk = consumers.get(name);
        if (desk == null) {
            openReplicated(view);
            tell(view.config(), Advisories.Action.CREATED);
        } else {
            desk.configure(view.config());
        }
    }

    private void openReplicated(ConsumerView view) {
        ProgressRecorder recorder = new ProgressRecorder(context(), partition.streamId(), view.name(), true);
        DeliveryState state = new DeliveryState(
                view, recorder.draft(), context().ticker(), context().groupTimeNanos());
        open(view.config(), view.createdNanos(), state, recorder, StartPosition.of(view));
    }

    /// Opens a consumer that lives on the leader only.
    ConsumerDesk openEphemeral(ConsumerConfig config) {
        StartPosition start = StartPosition.of(partition.start(config));
        ProgressRecorder recorder = new ProgressRecorder(context(), partition.streamId(), config.name(), false);
        DeliveryState state = new DeliveryState(config, start.first(), recorder.draft());
        tell(config, Advisories.Action.CREATED);
        return open(config, context().leaderTimeNanos(), state, recorder, start);
    }

    private ConsumerDesk open(
            ConsumerConfig config,
            long createdNanos,
            DeliveryState state,
            ProgressRecorder recorder,
            StartPosition start) {
        recorder.follow(state);
        ConsumerCursor cursor = new ConsumerCursor(partition, state, config, start);
        Opening opening = new Opening(config, createdNanos, state, recorder, cursor);
        ConsumerDesk desk = config.isPush() ? new PushDesk(this, opening) : new PullDesk(this, opening);
        consumers.put(config.name(), desk);
        desk.wake();
        return desk;
    }

    void onConsumerDeleted(String name) {
        close(name, CloseReason.DELETED);
    }

    void close(String name, CloseReason reason) {
        ConsumerDesk desk = consumers.remove(name);
        if (desk != null) {
            desk.close(reason);
            if (reason == CloseReason.DELETED) {
                tell(desk.config(), Advisories.Action.DELETED);
            }
        }
    }

    private void tell(ConsumerConfig consumer, Advisories.Action action) {
        if (!consumer.direct()) {
            advisories().consumer(partition.config().name(), consumer.name(), action);
        }
    }

    Advisories advisories() {
        return leader.advisories();
    }

    /// A copier has this message: a work queue needs it no longer.
    void takeOut(long sequence) {
        if (partition.config().retention() == Retention.WORK_QUEUE) {
            context().propose(new PartitionCommand.DeleteMessage(partition.streamId(), sequence, false), outcome -> {});
        }
    }

    /// Nobody used it for its inactive threshold.
    void onInactive(ConsumerDesk desk) {
        if (desk.recorder.isReplicated()) {
            context().propose(new PartitionCommand.DeleteConsumer(partition.streamId(), desk.name()), outcome -> {});
        } else {
            close(desk.name(), CloseReason.DELETED);
        }
    }

    void closeAll(CloseReason reason) {
        copies.close();
        List.copyOf(consumers.keySet()).forEach(name -> close(name, reason));
    }
}
