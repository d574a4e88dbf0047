package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.account.AccountUsage;
import dev.stationmaster.engine.auth.AccountLimits;
import dev.stationmaster.engine.delivery.ConsumerDesk.CloseReason;
import dev.stationmaster.engine.jsapi.AckSubject;
import dev.stationmaster.engine.jsapi.Events;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.partition.LeaderSide;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.stream.StreamConfig.Republish;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this node does for a group while it leads it: one [StreamDesk] for each stream, and the group's requests.
/// Deliveries and answers are made only while the right to serve is confirmed; acknowledgements need no such right,
/// because they come into effect only through the log. Confined to the group loop.
public final class LeaderDesk implements LeaderSide {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderDesk.class);
    private static final int BACKLOG_MAX = 10_000;

    private final GroupContext context;
    private final Router router;
    private final DeadLetterSink deadLetters;
    private final int node;
    private final String serverName;
    private final LeaderCalls calls;
    private final Republisher republisher;
    private final Advisories advisories;
    private final AccountUsage usage;
    private final TreeMap<String, StreamDesk> streams = new TreeMap<>();
    private final ArrayDeque<GroupRequest> backlog = new ArrayDeque<>();
    private final Set<ConsumerDesk> heldBack = new LinkedHashSet<>();
    private boolean awaitingRight;
    private boolean leading;
    private long droppedRequests;

    /// @param node id of this node
    /// @param serverName what the answers name as the leader
    /// @param domain of JetStream, `""` for none
    /// @param usage is told what the streams hold
    /// @param cluster what infos say of it
    public LeaderDesk(
            GroupContext context,
            Router router,
            DeadLetterSink deadLetters,
            int node,
            String serverName,
            String domain,
            AccountUsage usage,
            ClusterFacts cluster) {
        this.context = context;
        this.node = node;
        this.usage = usage;
        this.serverName = serverName;
        this.router = router;
        this.deadLetters = deadLetters;
        this.advisories = new Advisories(new Events(router, node, context::leaderTimeNanos, domain));
        this.republisher = new Republisher(router, node);
        this.calls = new LeaderCalls(this, serverName, domain, cluster);
    }

    GroupContext context() {
        return context;
    }

    Router router() {
        return router;
    }

    DeadLetterSink deadLetters() {
        return deadLetters;
    }

    Advisories advisories() {
        return advisories;
    }

    AccountLimits limits() {
        return usage.limits();
    }

    int node() {
        return node;
    }

    Collection<StreamDesk> streams() {
        return streams.values();
    }

    @Nullable
    StreamDesk stream(String name) {
        return streams.get(name);
    }

    @Override
    public void onLeaderReady() {
        leading = true;
        awaitingRight = false;
        for (PartitionView partition : context.partitions()) {
            StreamDesk desk = open(partition);
            usage.follow(partition);
            if (partition.config().replicas() > 1) {
                tellLeader(desk);
            }
        }
        LOG.info("[group {}] leads {} streams", context.group(), streams.size());
    }

    private void tellLeader(StreamDesk desk) {
        String name = desk.partition().config().name();
        advisories.streamLeader(name, serverName);
        desk.consumers().forEach(consumer -> advisories.consumerLeader(name, consumer.name(), serverName));
    }

    private StreamDesk open(PartitionView partition) {
        String name = partition.config().name();
        StreamDesk desk = streams.get(name);
        if (desk == null) {
            desk = new StreamDesk(this, partition);
            streams.put(name, desk);
            desk.open();
        }
        return desk;
    }

    @Override
    public void onLeaderLost() {
        leading = false;
        calls.snapshots().closeAll();
        streams.values().forEach(desk -> {
            desk.closeAll(CloseReason.LEADERSHIP_LOST);
            usage.forget(desk.partition().streamId());
        });
        streams.clear();
        heldBack.clear();
        backlog.clear();
        awaitingRight = false;
    }

    @Override
    public void onStored(PartitionView partition, long firstSequence, long lastSequence) {
        if (leading) {
            usage.follow(partition);
            open(partition).onStored(firstSequence, lastSequence);
        }
    }

    @Override
    public void onPartitionChanged(PartitionView partition) {
        if (leading) {
            usage.follow(partition);
            open(partition).onChanged();
        }
    }

    @Override
    public void onPartitionCreated(PartitionView partition) {
        onPartitionChanged(partition);
        advisories.stream(partition.config().name(), Advisories.Action.CREATED);
    }

    @Override
    public void onPartitionUpdated(PartitionView partition) {
        onPartitionChanged(partition);
        advisories.stream(partition.config().name(), Advisories.Action.UPDATED);
    }

    @Override
    public void onPartitionDeleted(PartitionView partition) {
        StreamDesk desk = streams.remove(partition.config().name());
        calls.snapshots().close(partition.config().name());
        if (desk != null) {
            usage.forget(partition.streamId());
            desk.closeAll(CloseReason.DELETED);
            advisories.stream(partition.config().name(), Advisories.Action.DELETED);
        }
    }

    @Override
    public void onConsumerPut(PartitionView partition, String consumer) {
        if (leading) {
            open(partition).onConsumerPut(consumer);
        }
    }

    @Override
    public void onConsumerDeleted(PartitionView partition, String consumer) {
        if (leading) {
            open(partition).onConsumerDeleted(consumer);
        }
    }

    @Override
    public void onDeadLetter(PartitionView partition, DeadLetter deadLetter) {
        deadLetters.take(context, partition, deadLetter);
    }

    @Override
    public void onRepublished(PartitionView partition, Republished copy) {
        Republish settings = partition.config().republish();
        if (leading && settings != null) {
            republisher.publish(partition.config().name(), copy, settings.headersOnly());
        }
    }

    @Override
    public void onRequest(GroupRequest request) {
        if (!leading) {
            return;
        }
        Message message = request.message();
        if (message.subject().startsWith(AckSubject.PREFIX)) {
            onAck(message);
        } else if (backlog.isEmpty() && mayServe()) {
            handle(request);
        } else if (backlog.size() < BACKLOG_MAX) {
            backlog.addLast(request);
        } else if (droppedRequests++ % 1000 == 0) {
            LOG.warn(
                    "[group {}] {} requests dropped while the right to serve is unconfirmed",
                    context.group(),
                    droppedRequests);
        }
    }

    private void onAck(Message message) {
        AckSubject subject = AckSubject.parse(message.subject());
        if (subject == null) {
            return;
        }
        StreamDesk stream = streams.get(subject.stream());
        ConsumerDesk consumer = stream == null ? null : stream.consumer(subject.consumer());
        if (consumer != null) {
            consumer.onAck(subject, message);
        } else if (message.hasReply()) {
            router.deliver(message.reply(), Message.of(message.reply(), new byte[0]));
        }
    }

    private void handle(GroupRequest request) {
        try {
            calls.handle(request);
        } catch (RuntimeException e) {
            // One request must not end the loop that serves all the others.
            LOG.error(
                    "[group {}] request {} failed",
                    context.group(),
                    request.message().subject(),
                    e);
        }
    }

    /// Like [#mayServe()]; if not, the consumer delivers again when it may.
    boolean mayServe(ConsumerDesk desk) {
        boolean may = mayServe();
        if (!may) {
            heldBack.add(desk);
        }
        return may;
    }

    private boolean mayServe() {
        if (awaitingRight) {
            return false;
        }
        boolean may = context.mayServe(this::onRightConfirmed);
        awaitingRight = !may;
        return may;
    }

    private void onRightConfirmed() {
        awaitingRight = false;
        if (!leading) {
            return;
        }
        while (!backlog.isEmpty() && mayServe()) {
            handle(backlog.removeFirst());
        }
        if (awaitingRight) {
            return;
        }
        List<ConsumerDesk> desks = List.copyOf(heldBack);
        heldBack.clear();
        desks.forEach(ConsumerDesk::deliver);
    }
}
