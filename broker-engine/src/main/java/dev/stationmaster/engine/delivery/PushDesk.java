package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/// Sends messages to a consumer's deliver subject while somebody listens there, at the pace of its rate limit, its
/// flow control and, with replay `original`, of the messages themselves. Confined to the group loop.
final class PushDesk extends ConsumerDesk {
    private static final long INTEREST_POLL_NANOS = 100_000_000;

    private final FlowWindow window;
    private final long replayUntil;
    private boolean active;
    private long lastSentTicks;
    private long notBefore = Long.MIN_VALUE;
    private long previousTimeNanos;
    private long nextPoll;
    private List<Held> held = new ArrayList<>();

    private record Held(Message frame, long sequence) {}

    PushDesk(StreamDesk stream, Opening opening) {
        super(stream, opening);
        this.window = new FlowWindow(partition.config().name(), opening.config().name());
        this.lastSentTicks = context.ticker();
        this.replayUntil = opening.config().replayOriginal() ? partition.stats().lastSequence() : 0;
        this.active = isActive();
        this.nextPoll = lastSentTicks + INTEREST_POLL_NANOS;
    }

    /// Whether somebody listens: with a deliver group, one of its members.
    boolean isActive() {
        return router.hasInterest(config().deliverSubject(), config().deliverGroup());
    }

    @Override
    void deliver() {
        if (isClosed() || !active || !hasCandidate() || !stream.mayServe(this)) {
            return;
        }
        long now = context.ticker();
        for (int turn = 0; active && now >= notBefore && !isHeldBack(); turn++) {
            StoredMessage message = candidate();
            if (message == null) {
                break;
            }
            if (turn == TURN) {
                context.execute(this::deliver);
                break;
            }
            if (!isTimeFor(message, now)) {
                break;
            }
            send(message, now);
        }
        if (!held.isEmpty()) {
            List<Held> batch = held;
            held = new ArrayList<>();
            recorder.flushThen(() -> sendHeld(batch));
        }
        recorder.changed();
        wake();
    }

    private boolean isHeldBack() {
        return config().flowControl() && window.isFull();
    }

    /// With replay `original`: waits as long as passed between this message and the one before.
    private boolean isTimeFor(StoredMessage message, long now) {
        if (message.sequence() > replayUntil || state.entry(message.sequence()) != null) {
            return true;
        }
        long gap = previousTimeNanos == 0 ? 0 : message.timeNanos() - previousTimeNanos;
        previousTimeNanos = message.timeNanos();
        if (gap <= 0) {
            return true;
        }
        notBefore = now + gap;
        return false;
    }

    private void send(StoredMessage message, long now) {
        Message frame = frame(message);
        boolean recordFirst = needsRecordFirst(message.sequence());
        String subject = config().deliverSubject();
        if (recordFirst || !config().deliverGroup().isEmpty()) {
            active = isActive();
        }
        active = active && (recordFirst || router.deliver(subject, frame));
        if (!active) {
            nextPoll = now + INTEREST_POLL_NANOS;
            return;
        }
        recordDelivery(message.sequence(), now, !recordFirst);
        lastSentTicks = now;
        if (recordFirst) {
            held.add(new Held(frame, message.sequence()));
        }
        int bytes = frame.subject().length() + frame.reply().length() + frame.size();
        if (config().rateLimitBitsPerSecond() > 0) {
            notBefore = Math.max(now, notBefore) + bytes * 8L * 1_000_000_000L / config().rateLimitBitsPerSecond();
        }
        if (config().flowControl()) {
            window.sent(bytes);
            if (window.wantsRequest()) {
                router.deliver(subject, StatusFrame.flowControl(subject, window.request()));
            }
        }
    }

    private void sendHeld(List<Held> batch) {
        long now = context.ticker();
        for (Held delivery : batch) {
            router.deliver(config().deliverSubject(), delivery.frame());
            state.sent(delivery.sequence(), now);
        }
        wake();
    }

    /// The client answered a flow control request, or a heartbeat that said it was awaited.
    void onFlowReply(String subject) {
        if (window.onReply(subject)) {
            deliver();
            wake();
        }
    }

    @Override
    void onTick(long now) {
        if (!active || nextPoll <= now) {
            active = isActive();
            nextPoll = now + INTEREST_POLL_NANOS * (active ? 10 : 1);
        }
        long beat = config().idleHeartbeatNanos();
        if (active && beat > 0 && lastSentTicks + beat <= now) {
            lastSentTicks = now;
            String subject = config().deliverSubject();
            active = router.deliver(
                    subject,
                    StatusFrame.idleHeartbeat(
                            subject,
                            state.deliveredConsumer(),
                            state.deliveredStream(),
                            isHeldBack() ? window.outstanding() : ""));
        }
    }

    @Override
    long nextDue() {
        long beat = config().idleHeartbeatNanos();
        long due = beat > 0 && active ? Math.min(nextPoll, lastSentTicks + beat) : nextPoll;
        return notBefore > context.ticker() ? Math.min(due, notBefore) : due;
    }

    @Override
    boolean isAttended() {
        return active;
    }

    @Override
    int waiting() {
        return 0;
    }

    @Override
    void onNext(Message ack, byte[] pull) {
        // A push consumer has nobody to send "next" to but its deliver subject, which gets everything anyway.
    }

    @Override
    void onClosed(CloseReason reason) {
        active = false;
    }
}
