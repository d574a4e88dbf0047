package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.auth.Permissions;
import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.subject.SubjectPattern;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One leaf connection.
///
/// ```
/// accepted: INFO ▶, ◀ CONNECT, INFO with the account ▶ ┐
/// dialled:  ◀ INFO, CONNECT ▶, ◀ INFO with the account ┴─▶ joined: interest and messages both ways
/// ```
/// Confined to its event loop, but for [#send] and [#interest]. API subjects of JetStream, and those of buckets and
/// stores, never cross: each side has its own, and reaches the other's by its domain.
abstract class LeafSession extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(LeafSession.class);
    private static final List<String> NEVER_CROSS = List.of("$JS.API.>", "$KV.>", "$OBJ.>");
    private static final String LOOP = "$LDS.";
    private static final long HANDSHAKE_SECONDS = 5;

    /// A side that says nothing at all is given up after 60 to 90 s; nats-server takes 4 to 6 minutes.
    static final long PING_SECONDS = 30;

    private static final int PINGS_MAX = 2;

    final Leafs leafs;
    final int number;
    private final LeafDecoder decoder;
    private final Map<Heard, Integer> theirs = new HashMap<>();
    private @Nullable Channel channel;
    private @Nullable LeafOutbox outbox;
    /// Without any byte since.
    private int pings;

    /// Set once on joining, before anybody else sees this session joined.
    private volatile @Nullable Joined joined;

    /// What the other side wants to hear.
    record Heard(String pattern, String queue) {}

    /// @param denied what is not told there
    /// @param granted what may be said and heard over this connection
    private record Joined(
            SubjectSpace space,
            String peer,
            ClientIdentity self,
            Permissions granted,
            LeafInterest interest,
            List<String> denied) {}

    LeafSession(Leafs leafs, int number) {
        this.leafs = leafs;
        this.number = number;
        this.decoder = new LeafDecoder(leafs.words().maxPayload());
    }

    /// Whether the other side is the one that dialled.
    abstract boolean isAccepted();

    abstract void onConnected();

    abstract void onInfo(JsonNode info);

    abstract void onConnect(JsonNode connect);

    abstract void onError(String text);

    abstract void onEnd();

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        outbox = new LeafOutbox(context.channel());
        context.executor()
                .schedule(
                        () -> {
                            if (joined == null) {
                                end("no handshake in " + HANDSHAKE_SECONDS + " s");
                            }
                        },
                        HANDSHAKE_SECONDS,
                        TimeUnit.SECONDS);
        onConnected();
    }

    /// From now on both sides hear each other.
    final void join(
            SubjectSpace space,
            String peer,
            String user,
            Permissions granted,
            List<String> denyImports,
            List<String> denyExports) {
        if (joined != null) {
            return;
        }
        List<String> noImports = new ArrayList<>(NEVER_CROSS);
        noImports.addAll(denyImports);
        List<String> noExports = new ArrayList<>(NEVER_CROSS);
        noExports.addAll(denyExports);
        if (!leafs.words().domain().isEmpty()) {
            noExports.add("$JS." + leafs.words().domain() + ".API.>");
        }
        LeafInterest interest = new LeafInterest(
                this::put,
                (pattern, queue) -> pattern.startsWith(LOOP)
                        || ((isAccepted() || granted.maySubscribe(pattern, queue))
                                && noImports.stream().noneMatch(each -> SubjectPattern.isSubset(pattern, each))));
        joined = new Joined(space, peer, leafs.identity(user, peer), granted, interest, noExports);
        LOG.info("leaf {} '{}' joined account {}", number, peer, space.account());
        leafs.join(this);
        schedulePing();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        pings = 0;
        LeafOp op;
        while (context.channel().isActive() && (op = decoder.next(in)) != null) {
            handle(op);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        if (leafs.streams().congested() && context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            leafs.streams().whenWritable(() -> context.channel().config().setAutoRead(true));
        }
    }

    private void handle(LeafOp op) {
        switch (op) {
            case LeafOp.Info(byte[] json) -> parse(json, this::onInfo);
            case LeafOp.Connect(byte[] json) -> parse(json, this::onConnect);
            case LeafOp.Ping() -> put(LeafFrames.PONG);
            case LeafOp.Pong() -> {
                // That something came is all that counts.
            }
            case LeafOp.Complaint(String text) -> {
                LOG.warn("leaf {} says: {}", number, text);
                onError(text);
            }
            case LeafOp.Violation(String problem) -> {
                put(LeafFrames.error(problem));
                end(problem);
            }
            case LeafOp.Interest interest -> {
                Joined with = joined;
                if (with != null) {
                    onInterest(with, interest);
                }
            }
            case LeafOp.Publish publish -> {
                Joined with = joined;
                if (with != null) {
                    onPublish(with, publish);
                }
            }
        }
    }

    private void parse(byte[] json, Consumer<JsonNode> then) {
        try {
            then.accept(LeafWords.parse(json));
        } catch (JacksonException e) {
            end("what it says of itself is no JSON");
        }
    }

    private void onInterest(Joined with, LeafOp.Interest interest) {
        String pattern = interest.pattern();
        boolean probe = pattern.startsWith(LOOP);
        if (probe && pattern.equals(leafs.loopProbe(with.space()))) {
            String problem =
                    "Loop detected for leafnode account=\"" + with.space().account() + "\"";
            put(LeafFrames.error(problem));
            onError(problem);
            end("its messages come back to this broker");
            return;
        }
        boolean may = probe || !isAccepted() || with.granted().maySubscribe(pattern, interest.queue());
        if (!SubjectPattern.isValidPattern(pattern) || SubjectSpace.isApart(pattern) || !may) {
            return;
        }
        Heard heard = new Heard(pattern, interest.queue());
        if (interest.count() > 0) {
            theirs.put(heard, interest.count());
        } else if (theirs.remove(heard) == null) {
            return;
        }
        leafs.hear(this, heard, Math.max(0, interest.count()));
    }

    private void onPublish(Joined with, LeafOp.Publish publish) {
        String route = publish.route();
        Message message = publish.message();
        boolean may = !isAccepted() || with.granted().mayPublish(route);
        if (!may
                || SubjectSpace.isApart(route)
                || !SubjectPattern.isValidPattern(route)
                || matchesAny(NEVER_CROSS, route)) {
            return;
        }
        String target = with.space().outgoing(route);
        String reply = SubjectSpace.isApart(message.reply()) ? "" : with.space().replyTo(message.reply());
        String shown = message.subject().equals(route) ? target : message.subject();
        List<String> queues = publish.queues();
        leafs.publish(
                this,
                target,
                new Message(shown, reply, message.headers(), message.payload()),
                queues == null ? List.of() : queues,
                with.self());
    }

    /// Tells the other side, which has asked for it. Any thread.
    ///
    /// @param route as the router has it
    final void send(String route, Message message, List<String> queues) {
        Joined with = joined;
        if (with == null) {
            return;
        }
        String subject = with.space().own(route);
        boolean may = isAccepted() || with.granted().mayPublish(subject);
        if (!may || matchesAny(with.denied(), subject)) {
            return;
        }
        put(LeafFrames.message(
                subject,
                new Message(
                        with.space().own(message.subject()),
                        with.space().own(message.reply()),
                        message.headers(),
                        message.payload()),
                queues));
    }

    private static boolean matchesAny(List<String> patterns, String subject) {
        for (String pattern : patterns) {
            if (SubjectPattern.matches(pattern, subject)) {
                return true;
            }
        }
        return false;
    }

    /// What this side wants to hear there; null before the two have joined.
    final @Nullable LeafInterest interest() {
        Joined with = joined;
        return with == null ? null : with.interest();
    }

    /// Null before the two have joined.
    final @Nullable SubjectSpace space() {
        Joined with = joined;
        return with == null ? null : with.space();
    }

    final String peer() {
        Joined with = joined;
        return with == null ? "" : with.peer();
    }

    /// Confined to the event loop.
    final Map<Heard, Integer> theirs() {
        return theirs;
    }

    /// Any thread.
    final void put(byte[] frame) {
        LeafOutbox out = outbox;
        if (out != null && !out.put(frame)) {
            end("it takes too little of what waits for it");
        }
    }

    /// Any thread.
    final void end(String why) {
        Channel open = channel;
        if (open != null && open.isActive()) {
            LOG.warn("leaf {} '{}' is closed: {}", number, peer(), why);
            open.eventLoop().execute(open::close);
        }
    }

    final void executeOnLoop(Runnable task) {
        Channel open = channel;
        if (open != null) {
            open.eventLoop().execute(task);
        }
    }

    private void schedulePing() {
        Channel open = channel;
        if (open == null) {
            return;
        }
        open.eventLoop()
                .schedule(
                        () -> {
                            if (!open.isActive()) {
                                return;
                            }
                            // Who is not read from, because streams are behind, cannot be heard.
                            pings = open.config().isAutoRead() ? pings + 1 : 0;
                            if (pings > PINGS_MAX) {
                                end("it does not answer");
                            } else {
                                put(LeafFrames.PING);
                                schedulePing();
                            }
                        },
                        PING_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        leafs.leave(this);
        onEnd();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.info("leaf {} '{}' is gone: {}", number, peer(), cause.getMessage());
        } else {
            LOG.error("leaf {} '{}' failed", number, peer(), cause);
        }
        context.close();
    }
}
