package dev.stationmaster.engine.copying;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.jsapi.AckSubject;
import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.HeaderBlock;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand.AppendCopy;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import dev.stationmaster.engine.stream.OriginCopy;
import dev.stationmaster.engine.stream.StreamSource;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies one origin into a stream:
///
/// ```
/// ASKING --consumer made--> RUNNING --gap, silence, refusal--> RESTING --a while--> ASKING
/// ```
///
/// It asks for what follows the replicated mark, proposes each message as the next link of the chain, and starts over
/// from the mark when anything is out of order. Flow control of the origin is answered when everything before it is
/// applied here, which bounds what is under way. Confined to the group loop, but for the inbox.
final class StreamCopier {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCopier.class);
    private static final long CHECK_NANOS = 1_000_000_000L;
    private static final long SILENCE_NANOS = 3 * CopyRequest.BEAT_NANOS + CHECK_NANOS / 2;
    private static final long REST_FIRST_NANOS = 250_000_000L;
    private static final long REST_MAX_NANOS = 10_000_000_000L;
    private static final JetStreamError SILENT =
            JetStreamErrors.STREAM_GENERAL_ERROR.with("err", "the origin does not answer");

    private final GroupContext context;
    private final PartitionView partition;
    private final Router router;
    private final ClientIdentity self;
    private final StreamSource source;
    private final String key;
    private final CopyFrame frame;
    private @Nullable Inbox inbox;
    private @Nullable JetStreamError error;
    private GroupContext.@Nullable Timer timer;
    private long restNanos = REST_FIRST_NANOS;
    private long lastHeard;
    private boolean heard;

    /// Whether the origin is a work queue, which keeps messages until they are acknowledged.
    private boolean acknowledges;
    private long lag;

    StreamCopier(
            GroupContext context,
            PartitionView partition,
            Router router,
            ClientIdentity self,
            StreamSource source,
            boolean mirror) {
        this.context = context;
        this.partition = partition;
        this.router = router;
        this.self = self;
        this.source = source;
        this.key = mirror ? OriginCopy.MIRROR : source.key();
        this.frame = new CopyFrame(source, mirror);
    }

    /// One attempt: its subscriptions, and how far it has come.
    private final class Inbox implements Subscriber {
        final Subscription deliveries;
        final Subscription answers;
        final String deliverSubject;
        final String reply;
        final ArrayDeque<FlowRequest> flow = new ArrayDeque<>();
        final long askedAt = context.ticker();
        String consumer = "";
        boolean running;
        final long mark = partition.originMark(key);
        long chain = mark;
        long consumerSequence;
        long proposed;
        long applied;

        Inbox() {
            String prefix = "_SM.COPY." + self.node() + "."
                    + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
            StreamSource.External external = source.external();
            deliverSubject =
                    (external == null || external.deliver().isEmpty() ? "" : external.deliver() + ".") + prefix + ".d";
            reply = prefix + ".r";
            deliveries = router.subscribe(deliverSubject, "", this);
            answers = router.subscribe(reply, "", this);
        }

        @Override
        public void deliver(Subscription subscription, Message message) {
            boolean answer = subscription.pattern().equals(reply);
            context.execute(() -> {
                if (inbox == this) {
                    heard = true;
                    lastHeard = context.ticker();
                    if (answer) {
                        onAnswer(this, message);
                    } else {
                        onDelivery(this, message);
                    }
                }
            });
        }

        void close() {
            router.unsubscribe(deliveries);
            router.unsubscribe(answers);
            if (!consumer.isEmpty()) {
                router.publish(CopyRequest.delete(source, consumer), self);
            }
        }
    }

    /// The origin waits for this answer; it goes out when so many copies are applied.
    private record FlowRequest(String reply, long after) {}

    StreamSource source() {
        return source;
    }

    void start() {
        ask();
    }

    void stop() {
        cancelTimer();
        leave();
    }

    CopyStatus status() {
        return new CopyStatus(source, lag, heard ? context.ticker() - lastHeard : -1, error);
    }

    private void ask() {
        Inbox asked = new Inbox();
        inbox = asked;
        // What a work queue still has may be copied and not acknowledged: then it comes again, to be taken out.
        long mark = acknowledges ? 0 : asked.mark;
        router.publish(CopyRequest.create(source, mark, asked.deliverSubject, asked.reply), self);
        schedule(CHECK_NANOS, this::check);
    }

    private void onAnswer(Inbox asked, Message message) {
        try {
            RequestBody answer = RequestBody.parse(message.payload());
            @Nullable RequestBody refusal = answer.object("error");
            if (refusal != null) {
                rest(new JetStreamError(
                        refusal.count("code", 500), refusal.count("err_code", 0), refusal.string("description")));
                return;
            }
            asked.consumer = answer.string("name");
            @Nullable RequestBody config = answer.object("config");
            boolean wantsAcks = config != null && !config.string("ack_policy").equals("none");
            if (wantsAcks && !acknowledges) {
                acknowledges = true;
                if (asked.mark > 0) {
                    rest(null);
                    return;
                }
            }
            asked.running = true;
            lag = answer.number("num_pending", 0);
            error = null;
        } catch (ApiRefusal unreadable) {
            rest(unreadable.error());
        }
    }

    private void onDelivery(Inbox from, Message message) {
        if (message.reply().startsWith(AckSubject.PREFIX)) {
            onCopy(from, message);
        } else if (HeaderBlock.statusCode(message.headers()) == 100) {
            onStatus(from, message);
        }
    }

    private void onStatus(Inbox from, Message message) {
        if (message.hasReply()) {
            from.flow.add(new FlowRequest(message.reply(), from.proposed));
            answerFlow(from);
            return;
        }
        String stalled = HeaderBlock.value(message.headers(), "Nats-Consumer-Stalled");
        if (stalled != null) {
            from.flow.add(new FlowRequest(stalled, from.proposed));
            answerFlow(from);
        }
        String last = HeaderBlock.value(message.headers(), "Nats-Last-Consumer");
        if (last != null && !last.equals(Long.toString(from.consumerSequence))) {
            rest(null);
        }
    }

    private void onCopy(Inbox from, Message message) {
        AckSubject ack = AckSubject.parse(message.reply());
        if (ack == null || ack.deliveries() > 1) {
            return;
        }
        long consumerSequence = AckSubject.consumerSequenceOf(message.reply());
        boolean copiedBefore = acknowledges && ack.sequence() <= from.mark;
        if (consumerSequence != from.consumerSequence + 1 || (ack.sequence() <= from.chain && !copiedBefore)) {
            rest(null);
            return;
        }
        from.consumerSequence = consumerSequence;
        if (copiedBefore) {
            acknowledge(message.reply());
            return;
        }
        OriginCopy copy = new OriginCopy(key, ack.sequence(), from.chain, AckSubject.timeNanosOf(message.reply()));
        from.chain = ack.sequence();
        from.proposed++;
        lag = AckSubject.pendingOf(message.reply());
        AppendCopy append = new AppendCopy(
                partition.streamId(),
                copy,
                frame.subject(message.subject()),
                frame.headers(message, ack.sequence()),
                message.payload());
        String ackReply = acknowledges ? message.reply() : "";
        context.propose(append, outcome -> onOutcome(from, outcome, ackReply));
    }

    /// The copy is safe here: the origin may forget the message.
    private void acknowledge(String ackReply) {
        router.publish(Message.of(ackReply, new byte[0]), self);
    }

    private void onOutcome(Inbox from, Outcome outcome, String ackReply) {
        if (inbox != from) {
            return;
        }
        from.applied++;
        switch (outcome) {
            case Outcome.Refused(JetStreamError refusal) -> rest(refusal);
            case Outcome.Unknown _ -> rest(JetStreamErrors.JETSTREAM_SYSTEM_TEMPORARILY_UNAVAILABLE);
            case Outcome.Stored _, Outcome.Duplicate _, Outcome.Done _ -> {
                restNanos = REST_FIRST_NANOS;
                if (!ackReply.isEmpty()) {
                    acknowledge(ackReply);
                }
                answerFlow(from);
            }
        }
    }

    private void answerFlow(Inbox from) {
        while (!from.flow.isEmpty() && from.flow.getFirst().after() <= from.applied) {
            router.publish(Message.of(from.flow.removeFirst().reply(), new byte[0]), self);
        }
    }

    /// Whether the origin is still there.
    private void check() {
        Inbox current = inbox;
        if (current == null) {
            return;
        }
        long since = current.running ? lastHeard : current.askedAt;
        if (context.ticker() - since > SILENCE_NANOS) {
            rest(SILENT);
        } else {
            schedule(CHECK_NANOS, this::check);
        }
    }

    /// Gives this attempt up and makes another a little later.
    private void rest(@Nullable JetStreamError why) {
        leave();
        if (why != null && !why.equals(error)) {
            LOG.info("[stream {}] copying {} rests: {}", partition.config().name(), source.name(), why.description());
        }
        error = why == null ? error : why;
        schedule(restNanos, this::ask);
        restNanos = Math.min(REST_MAX_NANOS, restNanos * 2);
    }

    private void leave() {
        Inbox left = inbox;
        if (left != null) {
            inbox = null;
            left.close();
        }
    }

    private void schedule(long nanos, Runnable task) {
        cancelTimer();
        timer = context.schedule(nanos, task);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
