package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.jsapi.AckSubject;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.partition.StoredMessage;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.storage.DamagedRecordException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The leader's active side of one consumer: what it delivers next, what clients say about it, and its one timer.
/// [PullDesk] and [PushDesk] say who gets it. Confined to the group loop.
abstract sealed class ConsumerDesk permits PullDesk, PushDesk {
    /// Messages delivered in one turn before others on the loop get theirs.
    static final int TURN = 512;

    final StreamDesk stream;
    final PartitionView partition;
    final GroupContext context;
    final Router router;
    final ConsumerCursor cursor;
    final DeliveryState state;
    final ProgressRecorder recorder;
    private final String ackPrefix;
    private ConsumerConfig config;
    private final long createdNanos;
    private long deliveredCount;
    private long ackedCount;
    private long lastDeliveredNanos;
    private long lastAckedNanos;
    private GroupContext.@Nullable Timer timer;
    private long timerTicks = Long.MAX_VALUE;
    private long lastActiveTicks;
    private boolean closed;
    /// How many messages had been removed from the stream when pending ones were last compared with it.
    private long removedSeen;
    private int samplePercent;

    ConsumerDesk(StreamDesk stream, Opening opening) {
        this.stream = stream;
        this.partition = stream.partition();
        this.context = stream.context();
        this.router = stream.router();
        this.config = opening.config();
        this.state = opening.state();
        this.recorder = opening.recorder();
        this.cursor = opening.cursor();
        this.createdNanos = opening.createdNanos();
        this.ackPrefix = AckSubject.prefix(partition.config().name(), config.name());
        this.lastActiveTicks = context.ticker();
        this.samplePercent = Advisories.samplePercent(config.sampleFrequency());
        this.state.onMaxDeliveries((sequence, deliveries) ->
                stream.advisories().maxDeliveries(streamName(), name(), sequence, deliveries));
    }

    private String streamName() {
        return partition.config().name();
    }

    /// What a desk starts from.
    record Opening(
            ConsumerConfig config,
            long createdNanos,
            DeliveryState state,
            ProgressRecorder recorder,
            ConsumerCursor cursor) {}

    /// Delivers what can be delivered now.
    abstract void deliver();

    /// Ticks of the next thing that only this kind of desk waits for.
    abstract long nextDue();

    abstract void onTick(long nowTicks);

    /// Whether somebody waits for messages, which keeps a consumer from counting as inactive.
    abstract boolean isAttended();

    abstract int waiting();

    abstract void onClosed(CloseReason reason);

    /// Why a desk ends, for those who wait at it.
    enum CloseReason {
        DELETED,
        LEADERSHIP_LOST
    }

    final void onStored(long firstSequence) {
        cursor.onStored(firstSequence);
        deliver();
    }

    /// Settings changed or messages went away.
    void onChanged() {
        cursor.invalidate();
        state.dropBelow(partition.stats().firstSequence());
        recorder.changed();
        deliver();
    }

    /// The stream was purged from the start: floors move past what is gone.
    final void onPurged() {
        state.skipTo(partition.stats().firstSequence() - 1);
        onChanged();
    }

    /// Messages were removed wherever they were.
    final void onPurgedInside() {
        state.dropAbsent(partition::has);
        onChanged();
    }

    final void onMessageDeleted(long sequence) {
        cursor.invalidate();
        state.drop(sequence);
        recorder.changed();
    }

    void configure(ConsumerConfig changed) {
        config = changed;
        samplePercent = Advisories.samplePercent(changed.sampleFrequency());
        state.configure(changed);
        cursor.configure(changed);
        deliver();
        wake();
    }

    /// The next message to deliver, a redelivery before a new one, or null. Damaged ones are stepped over.
    final @Nullable StoredMessage candidate() {
        while (true) {
            try {
                return nextWhole();
            } catch (DamagedRecordException damaged) {
                if (!state.drop(damaged.sequence())) {
                    cursor.onDelivered(damaged.sequence());
                    state.stepOver(damaged.sequence());
                }
            }
        }
    }

    private @Nullable StoredMessage nextWhole() {
        for (long again = state.firstAgain(); again != 0; again = state.firstAgain()) {
            StoredMessage message = partition.load(again);
            if (message != null) {
                return message;
            }
            state.drop(again);
        }
        return isStalled() ? null : cursor.next();
    }

    private boolean isStalled() {
        if (!isFull()) {
            return false;
        }
        dropRemoved();
        return isFull();
    }

    private boolean isFull() {
        return config.ackPolicy() != AckPolicy.NONE
                && config.maxAckPending() > 0
                && state.ackPending() >= config.maxAckPending();
    }

    /// Forgets what is pending and was removed between others that stay, by a limit of its subject or a roll-up:
    /// nobody tells of these one by one.
    final void dropRemoved() {
        PartitionView.Stats stats = partition.stats();
        long removed = stats.lastSequence() - stats.messages();
        if (stats.deletedCount() > 0 && removed != removedSeen) {
            removedSeen = removed;
            state.dropAbsent(partition::has);
            recorder.changed();
        }
    }

    final boolean hasCandidate() {
        return state.waitingAgain() > 0 || (!isStalled() && cursor.undelivered() > 0);
    }

    /// The message as it would be sent now.
    final Message frame(StoredMessage message) {
        int deliveries = state.nextDeliveries(message.sequence());
        long pending = cursor.undelivered() - (deliveries == 1 ? 1 : 0);
        String reply = AckSubject.format(
                ackPrefix,
                deliveries,
                message.sequence(),
                state.deliveredConsumer() + 1,
                message.timeNanos(),
                Math.max(0, pending));
        return config.headersOnly()
                ? HeadersOnly.of(message, reply)
                : new Message(message.subject(), reply, message.headers(), message.payload());
    }

    /// Whether this delivery may only be sent once its record is applied: it is the last one allowed (engine.md §7).
    final boolean needsRecordFirst(long sequence) {
        return recorder.isReplicated()
                && config.maxDeliver() > 0
                && config.ackPolicy() != AckPolicy.NONE
                && state.nextDeliveries(sequence) >= config.maxDeliver();
    }

    final void recordDelivery(long sequence, long nowTicks, boolean sent) {
        if (state.entry(sequence) == null) {
            cursor.onDelivered(sequence);
        }
        state.delivered(sequence, nowTicks, sent);
        deliveredCount++;
        lastDeliveredNanos = context.leaderTimeNanos();
        lastActiveTicks = nowTicks;
    }

    /// A client's word about a delivery.
    void onAck(AckSubject subject, Message message) {
        AckReply reply = AckReply.parse(message.payload());
        long sequence = subject.sequence();
        lastActiveTicks = context.ticker();
        boolean mayFreeDelivery = config.maxAckPending() > 0;
        switch (reply) {
            case AckReply.Ack _, AckReply.AckAndNext _ -> {
                sample(subject, message.subject());
                settle(sequence);
            }
            case AckReply.Nak(long delay) -> {
                if (state.entry(sequence) != null) {
                    stream.advisories().naked(subject, message.subject());
                }
                state.nak(sequence, lastActiveTicks, delay, context.leaderTimeNanos() + delay);
                mayFreeDelivery = true;
            }
            case AckReply.InProgress _ -> state.extend(sequence, lastActiveTicks);
            case AckReply.Terminate(String reason) -> {
                if (state.entry(sequence) != null) {
                    stream.advisories().terminated(subject, message.subject(), reason);
                }
                settle(sequence);
            }
            case AckReply.Unknown _ -> {}
        }
        if (reply instanceof AckReply.AckAndNext(byte[] pull)) {
            onNext(message, pull);
        } else if (message.hasReply()) {
            String inbox = message.reply();
            recorder.flushThen(() -> router.deliver(inbox, Message.of(inbox, new byte[0])));
        }
        recorder.changed();
        if (mayFreeDelivery) {
            deliver();
            wake();
        }
    }

    private void sample(AckSubject subject, String ackSubject) {
        if (samplePercent == 0 || ThreadLocalRandom.current().nextInt(100) >= samplePercent) {
            return;
        }
        DeliveryState.Entry entry = state.entry(subject.sequence());
        if (entry != null) {
            stream.advisories().acked(subject, ackSubject, state.nanosSinceSent(entry, lastActiveTicks));
        }
    }

    private void settle(long sequence) {
        int settled = state.settle(sequence);
        if (settled > 0) {
            ackedCount += settled;
            lastAckedNanos = context.leaderTimeNanos();
            if (config.direct()) {
                stream.takeOut(sequence);
            }
        }
    }

    abstract void onNext(Message ack, byte[] pull);

    /// A client gave its reason for giving a message up, with or just after the `+TERM`.
    ///
    /// @return whether it became a dead letter here
    final boolean onDeadLetter(long sequence, String reason) {
        DeliveryState.Entry entry = state.entry(sequence);
        boolean known = entry != null
                ? state.giveUp(sequence, reason)
                : recorder.draft().reclaim(sequence, 1, reason);
        recorder.changed();
        return known;
    }

    /// Arms the timer for whatever comes first.
    final void wake() {
        long due = Math.min(Math.min(state.nextDue(), nextDue()), inactiveAt());
        if (due >= timerTicks || closed) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerTicks = due;
        timer = context.schedule(Math.max(0, due - context.ticker()), this::onTimer);
    }

    private void onTimer() {
        timer = null;
        timerTicks = Long.MAX_VALUE;
        if (closed) {
            return;
        }
        long now = context.ticker();
        state.expire(now);
        onTick(now);
        if (isAttended()) {
            lastActiveTicks = now;
        }
        if (inactiveAt() <= now) {
            stream.onInactive(this);
            return;
        }
        deliver();
        recorder.changed();
        wake();
    }

    private long inactiveAt() {
        long threshold = config.inactiveThresholdNanos();
        return threshold == 0 ? Long.MAX_VALUE : lastActiveTicks + Math.min(threshold, Long.MAX_VALUE / 2);
    }

    final void touch() {
        lastActiveTicks = context.ticker();
    }

    final void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
            recorder.close();
            onClosed(reason);
        }
    }

    final boolean isClosed() {
        return closed;
    }

    final ConsumerConfig config() {
        return config;
    }

    final String name() {
        return config.name();
    }

    final long createdNanos() {
        return createdNanos;
    }

    final long deliveredCount() {
        return deliveredCount;
    }

    final long ackedCount() {
        return ackedCount;
    }

    /// 0 when this leader has delivered nothing.
    final long lastDeliveredNanos() {
        return lastDeliveredNanos;
    }

    final long lastAckedNanos() {
        return lastAckedNanos;
    }
}
