package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.replication.CommandCodec;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeCodec;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node as a sender of commands to one group (engine.md §4): gathers commands into numbered batches, sends them in
/// order to whoever leads, resends what is unanswered, and answers every command within 4.5 s.
///
/// ```
/// propose → [ open | full … ] → sealed: numbered, sent or to be sent → answered
///            under the lock      confined to the pump
/// ```
/// Commands come from any thread; everything else, the handlers too, runs on the [OriginPump].
final class Origin {
    private static final Logger LOG = LoggerFactory.getLogger(Origin.class);

    /// A batch is closed at this size, so that a full one is an entry by itself and is not copied together with others.
    static final int BATCH_BYTES = 480 * 1024;

    /// With less gathered than this, two batches under way are enough.
    private static final int SMALL_BYTES = 64 * 1024;

    private static final int SMALL_UNDER_WAY_MAX = 2;
    private static final int UNDER_WAY_MAX = 16;

    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(4300);
    private static final long LEADERLESS_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long RESEND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long NO_LINK_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Outcome REFUSED =
            new Outcome.Refused(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);

    /// Takes a batch towards a node; false when it cannot be reached now.
    interface Sender {
        boolean send(int node, Batch batch);
    }

    private static final class Sealed {
        final List<OutcomeHandler> handlers;
        final long firstOfferedTicks;
        Batch batch;
        boolean sent;
        boolean everSent;
        long sentTicks;

        Sealed(Batch batch, List<OutcomeHandler> handlers, long firstOfferedTicks) {
            this.batch = batch;
            this.handlers = handlers;
            this.firstOfferedTicks = firstOfferedTicks;
        }

        int bytes() {
            return batch.bytes();
        }
    }

    private final GroupId group;
    private final int node;
    private final IntSupplier leader;
    private final Sender sender;
    private final LongSupplier ticker;
    private final AtomicLong waitingBytes;
    private final Runnable wake;

    private final Object lock = new Object();
    private BatchBuilder open = new BatchBuilder();
    private final ArrayDeque<BatchBuilder> full = new ArrayDeque<>();
    private @Nullable BatchBuilder emptied;
    private long gatheredBytes;

    // Confined to the pump.
    private final ArrayDeque<Sealed> sealed = new ArrayDeque<>();
    private long session;
    private long nextNumber = 1;
    private long acknowledgedUpTo;
    private int lastLeader;
    private long leaderLostTicks;
    private long notBeforeTicks;

    /// @param leader node that leads the group, 0 for none
    /// @param waitingBytes of all origins of the node; what waits here is in it
    /// @param wake makes the pump run soon
    Origin(
            GroupId group,
            int node,
            IntSupplier leader,
            Sender sender,
            LongSupplier ticker,
            AtomicLong waitingBytes,
            Runnable wake) {
        this.group = group;
        this.node = node;
        this.leader = leader;
        this.sender = sender;
        this.ticker = ticker;
        this.waitingBytes = waitingBytes;
        this.wake = wake;
        this.leaderLostTicks = ticker.getAsLong();
        this.notBeforeTicks = leaderLostTicks;
        this.session = newSession(0);
    }

    /// Takes a command, in the order of calls.
    ///
    /// @param lasting whether it must outlive a power cut
    void propose(PartitionCommand command, boolean lasting, OutcomeHandler handler) {
        boolean wanted;
        synchronized (lock) {
            wanted = begin(size(command));
            open.add(command, handler, ticker.getAsLong());
            if (lasting) {
                open.markLasting();
            }
            wanted |= end();
        }
        if (wanted) {
            wake.run();
        }
    }

    /// Takes commands as one run: nothing comes between them.
    void proposeAll(List<PartitionCommand> commands, OutcomeHandler handlerOfLast) {
        synchronized (lock) {
            for (int i = 0; i < commands.size(); i++) {
                begin(size(commands.get(i)));
                boolean last = i == commands.size() - 1;
                open.add(commands.get(i), last ? handlerOfLast : outcome -> {}, ticker.getAsLong());
                open.markLasting();
                end();
            }
        }
        wake.run();
    }

    void proposeRaw(byte[] command, OutcomeHandler handler) {
        synchronized (lock) {
            begin(command.length);
            open.addRaw(command, new byte[0], handler, ticker.getAsLong());
            open.markLasting();
            end();
        }
        wake.run();
    }

    private long bytesBefore;

    /// Whether the pump must look: it left nothing behind that it would come back for.
    private boolean begin(int bytes) {
        boolean nothing = open.isEmpty() && full.isEmpty();
        if (!open.isEmpty() && open.bytes() + bytes > BATCH_BYTES) {
            closeOpen();
        }
        bytesBefore = open.bytes();
        return nothing;
    }

    private static int size(PartitionCommand command) {
        return CommandCodec.payload(command).length + Math.max(0, CommandCodec.headerLength(command));
    }

    private boolean end() {
        int bytes = open.bytes();
        long more = bytes - bytesBefore;
        waitingBytes.addAndGet(more);
        long before = gatheredBytes;
        gatheredBytes += more;
        if (bytes >= BATCH_BYTES) {
            closeOpen();
        }
        return before / SMALL_BYTES != gatheredBytes / SMALL_BYTES;
    }

    private void closeOpen() {
        full.add(open);
        BatchBuilder again = emptied;
        open = again == null ? new BatchBuilder() : again;
        emptied = null;
    }

    // The pump's side.

    /// Does what can be done now.
    ///
    /// @return when to come back at the latest, by the ticker
    long pump(long now) {
        int current = watchLeader(now);
        giveUpLate(now);
        if (current == 0 && now - leaderLostTicks >= LEADERLESS_NANOS) {
            refuseWaiting();
        }
        seal();
        if (current != 0 && now - notBeforeTicks >= 0) {
            send(current, now);
        }
        return deadline(now, current);
    }

    private int watchLeader(long now) {
        int current = leader.getAsInt();
        if (current != lastLeader) {
            if (current == 0) {
                leaderLostTicks = now;
            }
            lastLeader = current;
            markUnsent();
            notBeforeTicks = now;
        }
        return current;
    }

    private void giveUpLate(long now) {
        Sealed oldest = sealed.peekFirst();
        if (oldest != null && now - oldest.firstOfferedTicks >= ANSWER_NANOS) {
            LOG.debug("[group {}] no answer to batch {} in time", group, oldest.batch.number());
            giveUp("no answer from the group's leader in time");
            return;
        }
        long firstOffered = oldestGathered();
        if (sealed.isEmpty() && firstOffered != Long.MIN_VALUE && now - firstOffered >= ANSWER_NANOS) {
            refuseWaiting();
        }
    }

    private long oldestGathered() {
        synchronized (lock) {
            if (!full.isEmpty()) {
                return full.peekFirst().firstOfferedTicks();
            }
            return open.isEmpty() ? Long.MIN_VALUE : open.firstOfferedTicks();
        }
    }

    /// Ends the session: what was sent in it may have happened or not; what was never sent goes on in a new one.
    private void giveUp(String reason) {
        List<Sealed> unknown = new ArrayList<>();
        Iterator<Sealed> each = sealed.iterator();
        while (each.hasNext()) {
            Sealed one = each.next();
            if (one.everSent) {
                each.remove();
                unknown.add(one);
            }
        }
        beginSession(newSession(session));
        Outcome outcome = new Outcome.Unknown(true, reason);
        unknown.forEach(one -> answerAll(one, outcome));
    }

    private void refuseWaiting() {
        if (sealed.stream().anyMatch(one -> one.everSent)) {
            giveUp("the group has no leader");
        }
        List<Sealed> refused = new ArrayList<>(sealed);
        sealed.clear();
        nextNumber = 1;
        synchronized (lock) {
            full.add(open);
            open = new BatchBuilder();
            while (!full.isEmpty()) {
                BatchBuilder builder = full.poll();
                if (!builder.isEmpty()) {
                    refused.add(take(builder, 0));
                }
            }
            gatheredBytes = 0;
        }
        if (!refused.isEmpty()) {
            beginSession(newSession(session));
        }
        refused.forEach(one -> answerAll(one, REFUSED));
    }

    private void seal() {
        while (sealed.size() < UNDER_WAY_MAX) {
            synchronized (lock) {
                BatchBuilder next = full.isEmpty() ? open : full.peekFirst();
                if (next.isEmpty() || (next.bytes() < SMALL_BYTES && sealed.size() >= SMALL_UNDER_WAY_MAX)) {
                    return;
                }
                gatheredBytes -= next.bytes();
                sealed.add(take(next, nextNumber++));
                if (next != open) {
                    full.poll();
                    emptied = next;
                }
            }
        }
    }

    private Sealed take(BatchBuilder builder, long number) {
        long firstOffered = builder.firstOfferedTicks();
        List<OutcomeHandler> handlers = builder.takeHandlers();
        Batch batch = builder.build(group, node, session, number, acknowledgedUpTo, handlers.size());
        return new Sealed(batch, handlers, firstOffered);
    }

    private void send(int current, long now) {
        Sealed oldest = sealed.peekFirst();
        if (oldest != null && oldest.sent && now - oldest.sentTicks >= RESEND_NANOS) {
            markUnsent();
        }
        for (Sealed one : sealed) {
            if (one.sent) {
                continue;
            }
            if (!sender.send(current, one.batch)) {
                notBeforeTicks = now + NO_LINK_RETRY_NANOS;
                return;
            }
            one.sent = true;
            one.everSent = true;
            one.sentTicks = now;
        }
    }

    private long deadline(long now, int current) {
        Sealed oldest = sealed.peekFirst();
        long firstOffered = oldest != null ? oldest.firstOfferedTicks : oldestGathered();
        if (firstOffered == Long.MIN_VALUE) {
            return Long.MAX_VALUE;
        }
        long at = firstOffered + ANSWER_NANOS;
        if (current == 0) {
            return Math.min(at, Math.max(now + RETRY_NANOS, leaderLostTicks + LEADERLESS_NANOS));
        }
        if (oldest == null) {
            return at;
        }
        boolean unsent = sealed.stream().anyMatch(one -> !one.sent);
        if (unsent) {
            return Math.min(at, Math.max(now + RETRY_NANOS, notBeforeTicks));
        }
        return Math.min(at, oldest.sentTicks + RESEND_NANOS);
    }

    /// How long the oldest command waits while a leader is known; 0 when none waits or nobody leads. On the pump.
    long oldestAge(long now) {
        if (lastLeader == 0) {
            return 0;
        }
        Sealed oldest = sealed.peekFirst();
        long firstOffered = oldest != null ? oldest.firstOfferedTicks : oldestGathered();
        return firstOffered == Long.MIN_VALUE ? 0 : now - firstOffered;
    }

    /// A reply for this group arrived.
    void onReply(BatchReply reply, long now) {
        if (reply.session() != session) {
            return;
        }
        switch (reply.kind()) {
            case APPLIED -> onApplied(reply);
            case NOT_LEADER, BUSY -> retryLater(now);
            case OUT_OF_ORDER -> onOutOfOrder(reply, now);
            case SESSION_ENDED -> {
                // Only an earlier life of this node, by a faster clock, had a higher session: nothing of ours was
                // taken.
                LOG.info("[group {}] session {} was ended by {}", group, session, reply.value());
                beginSession(newSession(reply.value()));
            }
        }
    }

    private void onApplied(BatchReply reply) {
        Iterator<Sealed> each = sealed.iterator();
        while (each.hasNext()) {
            Sealed one = each.next();
            if (one.batch.number() == reply.number()) {
                each.remove();
                Sealed oldest = sealed.peekFirst();
                acknowledgedUpTo = oldest == null ? nextNumber - 1 : oldest.batch.number() - 1;
                answerApplied(one, reply.outcomes());
                return;
            }
        }
    }

    private void onOutOfOrder(BatchReply reply, long now) {
        Sealed oldest = sealed.peekFirst();
        if (oldest != null && reply.value() < oldest.batch.number()) {
            // The group has forgotten what it answered before; only a group made anew does.
            giveUp("the group does not know this node's session any more");
        } else {
            retryLater(now);
        }
    }

    private void retryLater(long now) {
        markUnsent();
        notBeforeTicks = now + RETRY_NANOS;
    }

    /// The way to the leader is new, or nobody leads: all that is unanswered is sent again.
    void resend(long now) {
        markUnsent();
        notBeforeTicks = now;
    }

    /// This node stops: nobody will answer any more.
    void close() {
        synchronized (lock) {
            full.add(open);
            open = new BatchBuilder();
        }
        List<Sealed> left = new ArrayList<>(sealed);
        sealed.clear();
        synchronized (lock) {
            while (!full.isEmpty()) {
                BatchBuilder builder = full.poll();
                if (!builder.isEmpty()) {
                    left.add(take(builder, 0));
                }
            }
        }
        left.forEach(one -> answerAll(one, new Outcome.Unknown(one.everSent, "this node stops")));
    }

    private void markUnsent() {
        sealed.forEach(one -> one.sent = false);
    }

    /// Numbers what is left anew, from 1.
    private void beginSession(long id) {
        session = id;
        nextNumber = 1;
        acknowledgedUpTo = 0;
        for (Sealed one : sealed) {
            Batch old = one.batch;
            one.batch = new Batch(
                    group, node, session, nextNumber++, 0, old.count(), old.lasting(), old.commands(), old.payloads());
            one.sent = false;
            one.everSent = false;
        }
    }

    private static long newSession(long above) {
        return Math.max(above + 1, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    }

    private void answerApplied(Sealed one, byte[] outcomes) {
        waitingBytes.addAndGet(-one.bytes());
        if (outcomes.length == 0) {
            // Acknowledged and forgotten there: only a reply that overtook ours can mean that.
            answer(one.handlers, new Outcome.Unknown(true, "its outcome was forgotten"), null);
            return;
        }
        answer(one.handlers, null, new OutcomeCodec.Reader(outcomes));
    }

    private void answerAll(Sealed one, Outcome outcome) {
        waitingBytes.addAndGet(-one.bytes());
        answer(one.handlers, outcome, null);
    }

    private void answer(List<OutcomeHandler> handlers, @Nullable Outcome same, OutcomeCodec.@Nullable Reader outcomes) {
        for (OutcomeHandler handler : handlers) {
            try {
                Outcome outcome = outcomes != null ? outcomes.next() : same;
                if (outcome != null) {
                    handler.onOutcome(outcome);
                }
            } catch (RuntimeException e) {
                LOG.error("[group {}] a handler of an outcome failed", group, e);
            }
        }
    }
}
