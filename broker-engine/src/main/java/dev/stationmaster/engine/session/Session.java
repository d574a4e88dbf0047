package dev.stationmaster.engine.session;

import dev.stationmaster.engine.auth.Credentials;
import dev.stationmaster.engine.auth.Credentials.Proof;
import dev.stationmaster.engine.auth.Permissions;
import dev.stationmaster.engine.auth.Permissions.Responses;
import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.auth.Verdict;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.protocol.ClientOp;
import dev.stationmaster.engine.protocol.ClientOpDecoder;
import dev.stationmaster.engine.protocol.ConnectOptions;
import dev.stationmaster.engine.protocol.ProtocolError;
import dev.stationmaster.engine.protocol.ServerOpEncoder;
import dev.stationmaster.engine.session.Outgoing.Delivery;
import dev.stationmaster.engine.subject.SubjectPattern;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's conversation.
///
/// ```
///  CONNECTING ──CONNECT──▶ AUTHENTICATING ──granted──▶ OPEN ──error, shutdown──▶ CLOSING ──▶ CLOSED
///      └──────── no credentials needed: operations are served at once ────▲        ▲ from every state
/// ```
/// Confined to the connection's event loop, except [#send] and what deliverers ask, which are thread-safe.
public final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private enum Stage {
        CONNECTING,
        AUTHENTICATING,
        OPEN,
        CLOSING,
        CLOSED
    }

    private final long clientId;
    private final SessionServices services;
    private final Transport transport;
    private final Outbox outbox;
    private final ReadGate gate;
    private final ClientSubscriptions subscriptions;
    private final KeepAlive keepAlive;
    private final ClientOpDecoder decoder;
    /// What a client with a key must sign; `""` when there are none.
    private final String nonce;

    private final Instant start;
    private final long startNanos;

    private Stage stage = Stage.CONNECTING;
    private @Nullable Future<?> authTimer;
    private boolean announced;
    private boolean infoOutdated;
    private boolean pongSent;
    private ClosedReason closedReason = ClosedReason.CLIENT_CLOSED;
    private long chunkMessages;
    private long chunkBytes;

    /// Written by the event loop, read by deliverers and reports.
    private volatile ConnectOptions options = ConnectOptions.DEFAULTS;

    private volatile ClientIdentity identity;
    private volatile Permissions permissions = Permissions.ALL;
    private volatile @Nullable ReplyPermits replyPermits;
    /// Requests of other accounts, which may be answered there.
    private final ReplyPermits answers;

    private volatile SubjectSpace space = SubjectSpace.ALONE;
    private volatile long lastInboundNanos;
    private volatile long inMessages;
    private volatile long inBytes;

    public Session(SessionServices services, Transport transport) {
        this.clientId = services.registry().nextId();
        this.services = services;
        this.transport = transport;
        this.answers = new ReplyPermits(Responses.of(-1, Duration.ZERO), services.ticker());
        this.nonce = services.authenticator().challenges() ? Nonce.next() : "";
        this.start = services.clock().now();
        this.startNanos = services.ticker().nanos();
        this.lastInboundNanos = startNanos;
        this.identity = new ClientIdentity(clientId, services.node(), "", "", "", false, false);
        this.outbox = new Outbox(transport.channel(), services.counters(), services.limits(), this::closeSlow);
        this.gate = new ReadGate(transport.channel());
        this.subscriptions = new ClientSubscriptions(services.router());
        this.keepAlive = new KeepAlive(
                transport.channel().eventLoop(),
                services.limits(),
                () -> outbox.put(ServerOpEncoder.PING),
                () -> close(ClosedReason.STALE_CONNECTION, "Stale Connection"));
        this.decoder = new ClientOpDecoder(
                services.limits().controlLineBytesMax(), services.limits().payloadBytesMax());
    }

    /// The connection is there: greets, and starts to wait for CONNECT.
    public void onConnected() {
        services.registry().add(this);
        long connections = services.counters().connected();
        sendInfo();
        if (connections > services.limits().connectionsMax()) {
            close(ClosedReason.CONNECTIONS_EXCEEDED, "maximum connections exceeded");
        } else if (services.authenticator().required()) {
            decoder.connectFirst(true);
            authTimer = transport
                    .channel()
                    .eventLoop()
                    .schedule(
                            this::onAuthTimeout, services.limits().authTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } else {
            // Who never says CONNECT must not stay for ever.
            keepAlive.start(this);
        }
    }

    /// Takes bytes of the client and owns the buffer.
    public void receive(ByteBuf in) {
        if (isEnding()) {
            in.release();
            return;
        }
        lastInboundNanos = services.ticker().nanos();
        gate.pass(in, this::read);
    }

    /// The socket has room again.
    public void onWritable() {
        outbox.onWritable();
    }

    /// The connection is gone.
    public void onDisconnected() {
        if (stage == Stage.CLOSED) {
            return;
        }
        stage = Stage.CLOSED;
        SessionReport last = report();
        stopTimers();
        gate.close();
        subscriptions.removeAll();
        outbox.close();
        services.counters().disconnected();
        services.registry().remove(this, last);
        if (announced) {
            services.listener().onDisconnected(identity);
        }
    }

    /// Sends INFO again, to a client that understands it: addresses or the lame-duck mark have changed. Any thread.
    public void announceInfo() {
        transport.channel().eventLoop().execute(() -> {
            if (pongSent && options.protocol() >= 1 && !isEnding()) {
                sendInfo();
            } else {
                infoOutdated = true;
            }
        });
    }

    /// Ends the conversation after what waits has been written. Any thread.
    public void end(ClosedReason reason, String error) {
        transport.channel().eventLoop().execute(() -> close(reason, error));
    }

    public long clientId() {
        return clientId;
    }

    /// Who this is; without user and name until it has connected.
    public ClientIdentity identity() {
        return identity;
    }

    /// What can be said of it now. Any thread.
    public SessionReport report() {
        ConnectOptions said = options;
        boolean ended = stage == Stage.CLOSED;
        return new SessionReport(
                clientId,
                transport.kind(),
                transport.clientAddress(),
                transport.clientPort(),
                start,
                start.plusNanos(lastInboundNanos - startNanos),
                ended ? services.clock().now() : Instant.EPOCH,
                ended ? closedReason.text() : "",
                keepAlive.roundTripNanos(),
                outbox.pendingBytes(),
                inMessages,
                inBytes,
                outbox.sentMessages(),
                outbox.sentBytes(),
                said.name(),
                said.lang(),
                said.version(),
                identity.user(),
                subscriptions.reports());
    }

    /// Puts a delivery into the outbox. Any thread.
    void send(Delivery delivery) {
        ReplyPermits permits = replyPermits;
        if (permits != null && delivery.message().hasReply()) {
            permits.grant(delivery.message().reply());
        }
        if (SubjectSpace.isApart(delivery.message().reply())) {
            answers.grant(delivery.message().reply());
        }
        outbox.put(delivery);
        if (outbox.isStalling()) {
            services.stalls().note(outbox);
        }
    }

    /// A subscription has had its last delivery. Any thread.
    void removeLater(ClientSubscription subscription) {
        transport.channel().eventLoop().execute(() -> subscriptions.remove(subscription));
    }

    Permissions permissions() {
        return permissions;
    }

    boolean wantsEcho() {
        return options.echo();
    }

    long nowNanos() {
        return services.ticker().nanos();
    }

    long startNanos() {
        return startNanos;
    }

    long lastInboundNanos() {
        return lastInboundNanos;
    }

    private void read(ByteBuf in) {
        ClientOp op;
        while (!gate.isShut() && !isEnding() && (op = decoder.next(in)) != null) {
            handle(op);
        }
        if (chunkMessages > 0) {
            count();
            slowDownIfNeeded();
        }
    }

    /// Only the event loop writes these, so reading and writing apart is safe.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void count() {
        services.counters().received(chunkMessages, chunkBytes);
        inMessages = inMessages + chunkMessages;
        inBytes = inBytes + chunkBytes;
        chunkMessages = 0;
        chunkBytes = 0;
    }

    /// Reads on later when the streams or a slow subscriber cannot take as much as this client publishes.
    private void slowDownIfNeeded() {
        if (services.streams().congested()) {
            gate.shut(ReadGate.STREAMS);
            services.streams()
                    .whenWritable(() -> transport.channel().eventLoop().execute(() -> open(ReadGate.STREAMS)));
        }
        Outbox stalled = services.stalls().take();
        if (stalled != null && stalled != outbox && !gate.isShutFor(ReadGate.STALL)) {
            gate.shutWhileStalled(stalled, () -> open(ReadGate.STALL));
        }
    }

    private void open(int reason) {
        if (!isEnding()) {
            gate.open(reason, this::read);
        }
    }

    private void handle(ClientOp op) {
        switch (op) {
            case ClientOp.Publish publish -> onPublish(publish);
            case ClientOp.Ping _ -> onPing();
            case ClientOp.Pong _ -> keepAlive.onPong(nowNanos());
            case ClientOp.Subscribe subscribe -> onSubscribe(subscribe);
            case ClientOp.Unsubscribe unsubscribe -> {
                subscriptions.unsubscribe(unsubscribe.sid(), unsubscribe.max());
                okIfVerbose();
            }
            case ClientOp.Connect connect -> onConnect(connect);
            case ClientOp.Ignored _ -> {}
            case ClientOp.Violation(ProtocolError error) -> onViolation(error);
        }
    }

    private void onPublish(ClientOp.Publish publish) {
        Message message = publish.message();
        if (publish.hpub() && !options.headers()) {
            close(ClosedReason.HEADER_VIOLATION, "");
            return;
        }
        chunkMessages++;
        chunkBytes += message.size();
        if (options.pedantic() && !SubjectPattern.isValidSubject(message.subject())) {
            error("Invalid Publish Subject");
            okIfVerbose();
        } else if (!mayPublish(message.subject())) {
            error("Permissions Violation for Publish to \"" + message.subject() + "\"");
        } else if (message.hasReply() && isReserved(message.reply())) {
            error("Permissions Violation for Publish with Reply of \"" + message.reply() + "\"");
        } else {
            okIfVerbose();
            services.router().publish(space.isAlone() ? message : routed(message), identity);
        }
    }

    /// The message as the router sees it, where accounts have subjects of their own.
    private Message routed(Message message) {
        return new Message(
                space.outgoing(message.subject()),
                space.replyTo(message.reply()),
                message.headers(),
                message.payload());
    }

    private boolean mayPublish(String subject) {
        if (SubjectSpace.isApart(subject)) {
            return answers.use(subject);
        }
        if (permissions.mayPublish(subject)) {
            return true;
        }
        ReplyPermits permits = replyPermits;
        return permits != null && permits.use(subject);
    }

    private static boolean isReserved(String reply) {
        char first = reply.charAt(0);
        return (first == '$' && (reply.startsWith("$JS.ACK.") || reply.startsWith("$GNR.")))
                || (first == '_' && reply.startsWith("_R_."));
    }

    private void onPing() {
        outbox.put(ServerOpEncoder.PONG);
        if (!pongSent && stage == Stage.OPEN) {
            pongSent = true;
            keepAlive.onPongSent();
            if (infoOutdated && options.protocol() >= 1) {
                sendInfo();
            }
        }
    }

    private void onSubscribe(ClientOp.Subscribe subscribe) {
        String pattern = subscribe.subject();
        String queue = subscribe.queue();
        int most = services.limits().subscriptionsMax();
        if (!SubjectPattern.isValidPattern(pattern)) {
            error("Invalid Subject");
        } else if (!permissions.maySubscribe(pattern, queue)) {
            error("Permissions Violation for Subscription to \"" + pattern + "\""
                    + (queue.isEmpty() ? "" : " using queue \"" + queue + "\""));
        } else if (most > 0 && subscriptions.size() >= most) {
            error("maximum subscriptions exceeded");
        } else {
            subscriptions.add(
                    new ClientSubscription(this, pattern, queue, subscribe.sid(), permissions.filters(pattern)), space);
            okIfVerbose();
        }
    }

    private void onConnect(ClientOp.Connect connect) {
        Optional<ConnectOptions> parsed = ConnectOptions.parse(connect.json());
        if (parsed.isEmpty()) {
            close(ClosedReason.PARSE_ERROR, "");
            return;
        }
        ConnectOptions said = parsed.get();
        if (said.account()) {
            close(ClosedReason.MISSING_ACCOUNT, ProtocolError.AUTHORIZATION.text());
        } else if (said.protocol() < 0 || said.protocol() > 1) {
            close(ClosedReason.BAD_PROTOCOL_VERSION, "invalid client protocol");
        } else if (said.noResponders() && !said.headers()) {
            close(ClosedReason.NO_RESPONDERS_NEEDS_HEADERS, "no responders requires headers support");
        } else {
            authenticate(said);
        }
    }

    private void authenticate(ConnectOptions said) {
        stage = Stage.AUTHENTICATING;
        stopAuthTimer();
        gate.shut(ReadGate.AUTH);
        Credentials shown = new Credentials(
                said.user(),
                said.password(),
                said.token(),
                said.name(),
                new Proof(said.nkey(), said.jwt(), said.signature(), nonce));
        services.authenticator().authenticate(shown, verdict -> {
            if (transport.channel().eventLoop().inEventLoop()) {
                onVerdict(said, verdict);
            } else {
                transport.channel().eventLoop().execute(() -> {
                    onVerdict(said, verdict);
                    open(ReadGate.AUTH);
                });
            }
        });
        if (stage == Stage.OPEN) {
            gate.reopenWithin(ReadGate.AUTH);
        }
    }

    private void onVerdict(ConnectOptions said, Verdict verdict) {
        if (isEnding()) {
            return;
        }
        switch (verdict) {
            case Verdict.Denied(String reason) -> {
                LOG.info("[client {}] {} refused: {}", clientId, transport.clientAddress(), reason);
                close(ClosedReason.AUTHENTICATION_FAILURE, ProtocolError.AUTHORIZATION.text());
            }
            case Verdict.Granted(String user, Permissions granted, boolean internal, SubjectSpace seen) -> {
                stage = Stage.OPEN;
                options = said;
                permissions = granted;
                space = seen;
                replyPermits = granted.responses()
                        .map(allowed -> new ReplyPermits(allowed, services.ticker()))
                        .orElse(null);
                identity = new ClientIdentity(
                        clientId, services.node(), user, said.name(), said.lang(), said.noResponders(), internal);
                outbox.headers(said.headers());
                decoder.connectFirst(false);
                okIfVerbose();
                announced = true;
                services.listener().onConnected(identity);
                keepAlive.start(this);
            }
        }
    }

    private void onAuthTimeout() {
        if (stage == Stage.CONNECTING) {
            close(ClosedReason.AUTHENTICATION_TIMEOUT, "Authentication Timeout");
        }
    }

    private void onViolation(ProtocolError error) {
        ClosedReason reason = switch (error) {
            case UNKNOWN_OPERATION, MALFORMED -> ClosedReason.PROTOCOL_VIOLATION;
            case CONTROL_LINE_TOO_LONG -> ClosedReason.CONTROL_LINE_EXCEEDED;
            case PAYLOAD_TOO_LARGE -> ClosedReason.PAYLOAD_EXCEEDED;
            case AUTHORIZATION -> ClosedReason.AUTHENTICATION_FAILURE;
        };
        close(reason, error.text());
    }

    private void okIfVerbose() {
        if (options.verbose()) {
            outbox.put(ServerOpEncoder.OK);
        }
    }

    private void error(String text) {
        LOG.debug("[client {}] {}", clientId, text);
        outbox.put(ServerOpEncoder.error(text));
    }

    private void sendInfo() {
        infoOutdated = false;
        String connectionId = announced ? identity.connectionId() : "";
        outbox.put(transport.info().line(clientId, transport.clientAddress(), connectionId, nonce));
    }

    private void close(ClosedReason reason, String error) {
        if (isEnding()) {
            return;
        }
        stage = Stage.CLOSING;
        closedReason = reason;
        LOG.debug("[client {}] closing: {}", clientId, reason.text());
        stopTimers();
        gate.close();
        subscriptions.removeAll();
        if (chunkMessages > 0) {
            count();
        }
        if (!error.isEmpty()) {
            outbox.put(ServerOpEncoder.error(error));
        }
        outbox.whenEmpty(() -> transport.finish(reason));
        transport.channel().eventLoop().schedule(() -> transport.channel().close(), 3, TimeUnit.SECONDS);
    }

    /// The client does not read: nothing that could be said would reach it.
    private void closeSlow(ClosedReason reason) {
        transport.channel().eventLoop().execute(() -> {
            if (isEnding()) {
                return;
            }
            closedReason = reason;
            services.counters().slowConsumer();
            LOG.warn(
                    "[client {}] {} '{}' is closed: {}, {} bytes waiting",
                    clientId,
                    transport.clientAddress(),
                    identity.name(),
                    reason.text(),
                    outbox.pendingBytes());
            transport.channel().close();
        });
    }

    private boolean isEnding() {
        return stage == Stage.CLOSING || stage == Stage.CLOSED;
    }

    private void stopTimers() {
        stopAuthTimer();
        keepAlive.stop();
    }

    private void stopAuthTimer() {
        Future<?> timer = authTimer;
        if (timer != null) {
            timer.cancel(false);
            authTimer = null;
        }
    }
}
