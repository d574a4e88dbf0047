package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.jsapi.GoDuration;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Serves pulls: first come, first served, in rotation while they want more. A pull whose inbox nobody listens to is
/// dropped before a message is spent on it. Confined to the group loop.
final class PullDesk extends ConsumerDesk {
    /// A pull from another node may arrive a moment before that node's interest in its inbox does.
    private static final long GRACE_NANOS = 250_000_000;

    private static final long GRACE_RETRY_NANOS = 10_000_000;

    private final ArrayDeque<WaitingPull> waiting = new ArrayDeque<>();
    private List<Held> held = new ArrayList<>();
    private int noWaiters;
    private long nextPullDue = Long.MAX_VALUE;

    /// A delivery that is the last one allowed and waits for its record.
    private record Held(WaitingPull pull, Message frame, long sequence) {}

    PullDesk(StreamDesk stream, Opening opening) {
        super(stream, opening);
    }

    /// A client asks for messages; its inbox is the request's reply.
    void onPull(String inbox, byte[] body) {
        if (inbox.isEmpty()) {
            return;
        }
        touch();
        PullRequest request = PullRequest.parse(body);
        String refusal = request == null ? "400 Bad Request - invalid JSON" : refusal(request);
        if (request == null || !refusal.isEmpty()) {
            router.deliver(inbox, StatusFrame.of(inbox, refusal));
            return;
        }
        WaitingPull pull = new WaitingPull(inbox, request, context.ticker());
        if (request.expiresNanos() < 0) {
            router.deliver(inbox, withLeft(pull, StatusFrame.REQUEST_TIMEOUT));
            return;
        }
        waiting.addLast(pull);
        noWaiters += request.noWait() ? 1 : 0;
        nextPullDue = Math.min(nextPullDue, pull.nextDue());
        deliver();
        wake();
    }

    /// @return the status to refuse it with, `""` when it may wait
    private String refusal(PullRequest request) {
        int batchMax = config().maxBatch();
        long expiresMax = config().maxExpiresNanos();
        int bytesMax = config().maxBytes();
        if (request.heartbeatTooLarge()) {
            return StatusFrame.HEARTBEAT_TOO_LARGE;
        }
        if (batchMax > 0 && request.batch() > batchMax) {
            return "409 Exceeded MaxRequestBatch of " + batchMax;
        }
        if (expiresMax > 0 && request.expiresNanos() > expiresMax) {
            return "409 Exceeded MaxRequestExpires of " + GoDuration.format(expiresMax);
        }
        if (bytesMax > 0 && request.maxBytes() > bytesMax) {
            return "409 Exceeded MaxRequestMaxBytes of " + bytesMax;
        }
        if (waiting.size() >= waitingMax()) {
            dropStale(context.ticker());
            if (waiting.size() >= waitingMax()) {
                return StatusFrame.MAX_WAITING;
            }
        }
        return request.noWait() && isSpokenFor() ? StatusFrame.REQUESTS_PENDING : "";
    }

    private int waitingMax() {
        return config().maxWaiting() > 0 ? config().maxWaiting() : 512;
    }

    /// Whether the pulls before this one will take everything that is there.
    private boolean isSpokenFor() {
        long wanted = 0;
        for (WaitingPull pull : waiting) {
            wanted += pull.left;
        }
        long available = wanted == 0 ? 0 : cursor.undelivered() + state.waitingAgain();
        return available > 0 && available < wanted;
    }

    @Override
    void deliver() {
        if (waiting.isEmpty() || isClosed() || !stream.mayServe(this)) {
            return;
        }
        long now = context.ticker();
        boolean more = true;
        for (int turn = 0; more && !waiting.isEmpty(); turn++) {
            StoredMessage message = candidate();
            if (message == null) {
                more = false;
            } else if (turn == TURN) {
                context.execute(this::deliver);
                break;
            } else {
                more = serve(message, now);
            }
        }
        if (!more && noWaiters > 0) {
            endNoWaiters();
        }
        if (!held.isEmpty()) {
            List<Held> batch = held;
            held = new ArrayList<>();
            recorder.flushThen(() -> sendHeld(batch));
        }
        recorder.changed();
        wake();
    }

    /// Gives the message to the first pull that can take it.
    private boolean serve(StoredMessage message, long now) {
        Message frame = frame(message);
        int bytes = frame.subject().length() + frame.reply().length() + frame.size();
        boolean recordFirst = needsRecordFirst(message.sequence());
        for (int candidates = waiting.size(); candidates > 0; candidates--) {
            WaitingPull pull = waiting.removeFirst();
            if (pull.isExpired(now)) {
                endWithPending(pull, StatusFrame.REQUEST_TIMEOUT);
            } else if (pull.limitsBytes() && bytes > pull.bytesLeft) {
                endWithPending(pull, StatusFrame.SIZE_EXCEEDS);
            } else if (recordFirst ? router.hasInterest(pull.inbox) : router.deliver(pull.inbox, frame)) {
                count(pull, message.sequence(), bytes, now, !recordFirst);
                if (recordFirst) {
                    pull.held++;
                    held.add(new Held(pull, frame, message.sequence()));
                }
                return true;
            } else if (now - pull.arrivedAt < GRACE_NANOS) {
                waiting.addLast(pull);
                nextPullDue = Math.min(nextPullDue, now + GRACE_RETRY_NANOS);
            } else {
                forget(pull);
            }
        }
        return false;
    }

    private void count(WaitingPull pull, long sequence, int bytes, long now, boolean sent) {
        recordDelivery(sequence, now, sent);
        pull.counted(bytes, now);
        if (pull.left > 0) {
            waiting.addLast(pull);
        } else if (pull.limitsBytes()) {
            endWithPending(pull, StatusFrame.BATCH_COMPLETED);
        } else {
            forget(pull);
        }
    }

    private void sendHeld(List<Held> batch) {
        long now = context.ticker();
        for (Held delivery : batch) {
            router.deliver(delivery.pull().inbox, delivery.frame());
            state.sent(delivery.sequence(), now);
            Message status = delivery.pull().statusAfterHeld;
            if (--delivery.pull().held == 0 && status != null) {
                router.deliver(delivery.pull().inbox, status);
            }
        }
        wake();
    }

    /// Pulls that do not wait end once nothing more is there, except that one with an expiry may wait for its first.
    private void endNoWaiters() {
        boolean nothing = !hasCandidate();
        for (Iterator<WaitingPull> pulls = waiting.iterator(); pulls.hasNext(); ) {
            WaitingPull pull = pulls.next();
            if (!pull.request.noWait() || (pull.delivered == 0 && pull.request.expiresNanos() > 0)) {
                continue;
            }
            pulls.remove();
            if (pull.delivered == 0 && nothing) {
                end(pull, StatusFrame.of(pull.inbox, StatusFrame.NO_MESSAGES));
            } else {
                endWithPending(pull, StatusFrame.REQUEST_TIMEOUT);
            }
        }
    }

    private void endWithPending(WaitingPull pull, String status) {
        end(pull, withLeft(pull, status));
    }

    private static Message withLeft(WaitingPull pull, String status) {
        return StatusFrame.withPending(pull.inbox, status, pull.left, Math.max(0, pull.bytesLeft));
    }

    /// Ends a pull that is out of the queue; the status does not overtake its held deliveries.
    private void end(WaitingPull pull, Message status) {
        forget(pull);
        if (pull.held > 0) {
            pull.statusAfterHeld = status;
        } else {
            router.deliver(pull.inbox, status);
        }
    }

    private void forget(WaitingPull pull) {
        noWaiters -= pull.request.noWait() ? 1 : 0;
    }

    private void dropStale(long now) {
        waiting.removeIf(pull -> {
            boolean abandoned = now - pull.arrivedAt >= GRACE_NANOS && !router.hasInterest(pull.inbox);
            if (pull.isExpired(now)) {
                endWithPending(pull, StatusFrame.REQUEST_TIMEOUT);
            } else if (abandoned) {
                forget(pull);
            }
            return abandoned || pull.isExpired(now);
        });
    }

    @Override
    void onTick(long now) {
        nextPullDue = Long.MAX_VALUE;
        for (Iterator<WaitingPull> pulls = waiting.iterator(); pulls.hasNext(); ) {
            WaitingPull pull = pulls.next();
            if (pull.isExpired(now)) {
                pulls.remove();
                endWithPending(pull, StatusFrame.REQUEST_TIMEOUT);
                continue;
            }
            if (pull.heartbeatDue() <= now) {
                pull.lastActivity = now;
                Message beat =
                        StatusFrame.idleHeartbeat(pull.inbox, state.deliveredConsumer(), state.deliveredStream(), "");
                if (!router.deliver(pull.inbox, beat) && now - pull.arrivedAt >= GRACE_NANOS) {
                    pulls.remove();
                    forget(pull);
                    continue;
                }
            }
            nextPullDue = Math.min(nextPullDue, pull.nextDue());
        }
    }

    @Override
    void onNext(Message ack, byte[] pull) {
        onPull(ack.reply(), pull);
    }

    @Override
    long nextDue() {
        return nextPullDue;
    }

    @Override
    boolean isAttended() {
        return waiting.stream().anyMatch(pull -> router.hasInterest(pull.inbox));
    }

    /// Pulls that still count: expired and abandoned ones are dropped first.
    @Override
    int waiting() {
        dropStale(context.ticker());
        return waiting.size();
    }

    @Override
    void onClosed(CloseReason reason) {
        waiting.forEach(pull -> router.deliver(
                pull.inbox,
                switch (reason) {
                    case DELETED -> StatusFrame.of(pull.inbox, StatusFrame.CONSUMER_DELETED);
                    // Clients that keep pulling ask the new leader for what is left, at once.
                    case LEADERSHIP_LOST -> withLeft(pull, StatusFrame.LEADERSHIP_CHANGE);
                }));
        waiting.clear();
    }
}
