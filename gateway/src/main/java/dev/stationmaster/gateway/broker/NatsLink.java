package dev.stationmaster.gateway.broker;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.support.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A [BrokerLink] on one connection of the NATS Java client.
///
/// The client tells of a lost connection and of a refused permission beside the request that it concerns;
/// `waiting`
/// brings the two together, so that a caller hears at once instead of running into his timeout.
final class NatsLink implements BrokerLink, ErrorListener, ConnectionListener {
    private static final Logger log = LoggerFactory.getLogger(NatsLink.class);
    private static final Duration PULL_GRACE = Duration.ofSeconds(2);
    private static final int NO_RESPONDERS_STATUS = 503;
    private static final int TEMPORARILY_UNAVAILABLE = 10008;

    private record Waiting(String subject, CompletableFuture<Message> reply) {}

    private final String user;
    private final String connectionId;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    NatsLink(String user, String connectionId) {
        this.user = user;
        this.connectionId = connectionId;
    }

    void attach(Connection opened) {
        connection = opened;
        if (closed) {
            close();
        }
    }

    @Override
    public boolean isConnected() {
        Connection c = connection;
        return c != null && c.getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public boolean isOpen() {
        Connection c = connection;
        return !closed && (c == null || c.getStatus() != Connection.Status.CLOSED);
    }

    @Override
    public String connectionId() {
        return connectionId;
    }

    @Override
    public int maxPayload() {
        return (int) Math.min(Integer.MAX_VALUE, connected().getMaxPayload());
    }

    @Override
    public byte[] request(String subject, byte[] payload, Duration timeout) {
        try {
            return ask(new Outgoing(subject, List.of(), payload), timeout).get().getData();
        } catch (ExecutionException e) {
            throw asBrokerException(subject, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException(Kind.TIMEOUT, "interrupted while waiting for " + subject, e);
        }
    }

    @Override
    public CompletableFuture<PubAck> publish(Outgoing message, Duration timeout) {
        try {
            checkSize(message);
            return ask(message, timeout).handle((reply, failure) -> {
                if (failure != null) {
                    throw asBrokerException(message.subject(), failure);
                }
                return pubAck(reply.getData());
            });
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void checkSize(Outgoing message) {
        long max = connected().getMaxPayload();
        Headers headers = headers(message.headers());
        long size = message.payload().length + (headers == null ? 0L : headers.serializedLength());
        if (max > 0 && size > max) {
            throw new BrokerException(Kind.TOO_LARGE, "nats: maximum payload exceeded");
        }
    }

    private CompletableFuture<Message> ask(Outgoing message, Duration timeout) {
        Connection c = connected();
        CompletableFuture<Message> reply;
        try {
            reply = c.requestWithTimeout(
                    message.subject(), headers(message.headers()), message.payload(), timeout.plusSeconds(1));
        } catch (IllegalStateException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(asBrokerException(message.subject(), e));
        }
        Waiting entry = new Waiting(message.subject(), reply);
        waiting.add(entry);
        if (c.getStatus() != Connection.Status.CONNECTED) {
            // It was lost meanwhile, perhaps before `entry` could be seen by the listener.
            reply.completeExceptionally(lost());
        }
        return reply.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((_, _) -> waiting.remove(entry));
    }

    private static PubAck pubAck(byte[] json) {
        try {
            JsonNode ack = Json.mapper().readTree(json);
            JsonNode error = ack.path("error");
            if (error.isObject()) {
                throw refusedAck(
                        error.path("err_code").asInt(0),
                        error.path("description").asString("refused"));
            }
            long sequence = ack.path("seq").asLong(0);
            if (sequence <= 0) {
                throw new BrokerException(Kind.REFUSED, "nats: invalid publish acknowledgement");
            }
            return new PubAck(
                    ack.path("stream").asString(""),
                    sequence,
                    ack.path("duplicate").asBoolean(false));
        } catch (JacksonException e) {
            throw new BrokerException(Kind.REFUSED, "nats: invalid publish acknowledgement", e);
        }
    }

    /// The brokers say whether a publish that failed can still have been stored; what certainly was not may be
    /// sent
    /// once more.
    private static BrokerException refusedAck(int code, String description) {
        String text = "nats: " + description + " [" + code + "]";
        if (code == TEMPORARILY_UNAVAILABLE || description.contains("was not stored")) {
            return new BrokerException(Kind.UNAVAILABLE, text);
        }
        return new BrokerException(description.contains("outcome is unknown") ? Kind.LOST : Kind.REFUSED, text);
    }

    @Override
    public void send(Outgoing message) {
        try {
            checkSize(message);
            connected().publish(message.subject(), headers(message.headers()), message.payload());
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw asBrokerException(message.subject(), e);
        }
    }

    @Override
    public List<Delivery> pull(Pull pull) throws InterruptedException {
        Connection c = connected();
        List<Delivery> got = new ArrayList<>();
        Subscription inbox = c.subscribe(c.createInbox());
        try {
            inbox.setPendingLimits(-1, -1);
            c.publish(
                    "$JS.API.CONSUMER.MSG.NEXT." + pull.stream() + "." + pull.durable(),
                    inbox.getSubject(),
                    pullBody(pull));
            long end = System.nanoTime() + pull.expires().plus(PULL_GRACE).toNanos();
            while (got.size() < pull.batch()) {
                long left = end - System.nanoTime();
                Message message = left <= 0 ? null : inbox.nextMessage(Duration.ofNanos(left));
                if (message == null) {
                    break;
                }
                if (!message.isStatusMessage()) {
                    got.add(delivery(message));
                } else if (isEnd(pull, message.getStatus(), got.isEmpty())) {
                    break;
                }
            }
        } catch (IllegalStateException e) {
            if (got.isEmpty()) {
                throw asBrokerException(pull.stream(), e);
            }
        } finally {
            unsubscribe(inbox);
        }
        return got;
    }

    private static byte[] pullBody(Pull pull) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("batch", pull.batch());
        body.put("max_bytes", pull.bytesMax());
        if (!pull.expires().isZero()) {
            body.put("expires", pull.expires().toNanos());
        }
        body.put("no_wait", true);
        return Json.bytes(body);
    }

    private static boolean isEnd(Pull pull, Status status, boolean gotNothing) {
        if (status.isHeartbeat() || status.isFlowControl()) {
            return false;
        }
        boolean consumerGone = status.getCode() == NO_RESPONDERS_STATUS
                || status.getMessage().toLowerCase(Locale.ROOT).contains("consumer deleted");
        if (consumerGone && gotNothing) {
            throw new BrokerException(
                    Kind.NO_RESPONDERS, "no consumer " + pull.durable() + " on stream " + pull.stream());
        }
        if (status.getCode() == 400) {
            throw new BrokerException(Kind.REFUSED, "nats: " + status.getMessage());
        }
        return true;
    }

    private static Delivery delivery(Message message) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        Headers stored = message.getHeaders();
        if (stored != null) {
            stored.forEach((key, values) -> values.forEach(value -> headers.add(Map.entry(key, value))));
        }
        String reply = message.getReplyTo();
        return new Delivery(message.getSubject(), reply == null ? "" : reply, headers, message.getData());
    }

    private static void unsubscribe(Subscription inbox) {
        try {
            inbox.unsubscribe();
        } catch (IllegalStateException _) {
            // The connection closed meanwhile; its subscriptions went with it.
        }
    }

    @Override
    public CompletableFuture<Void> settle(String ackSubject, String verdict, Duration timeout) {
        Outgoing message = new Outgoing(ackSubject, List.of(), verdict.getBytes(StandardCharsets.US_ASCII));
        try {
            return ask(message, timeout).handle((_, failure) -> {
                if (failure != null) {
                    throw asBrokerException(ackSubject, failure);
                }
                return null;
            });
        } catch (BrokerException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Subscribed subscribe(String subject, BiConsumer<String, byte[]> onMessage) {
        Connection c = connected();
        Dispatcher dispatcher =
                c.createDispatcher(message -> onMessage.accept(message.getSubject(), message.getData()));
        dispatcher.subscribe(subject);
        return () -> c.closeDispatcher(dispatcher);
    }

    private Connection connected() {
        Connection c = connection;
        if (closed || c == null || c.getStatus() != Connection.Status.CONNECTED) {
            throw new BrokerException(Kind.UNAVAILABLE, "no broker can be reached now; try again in a moment");
        }
        return c;
    }

    private static @Nullable Headers headers(List<Map.Entry<String, String>> entries) {
        if (entries.isEmpty()) {
            return null;
        }
        Headers headers = new Headers();
        entries.forEach(entry -> headers.add(entry.getKey(), entry.getValue()));
        return headers;
    }

    private static BrokerException lost() {
        return new BrokerException(Kind.LOST, "the connection to the broker was lost before it answered");
    }

    private static BrokerException asBrokerException(String subject, Throwable failure) {
        return switch (failure) {
            case BrokerException e -> e;
            case CompletionException e when e.getCause() != null -> asBrokerException(subject, e.getCause());
            case JetStreamStatusException e -> noResponders(e);
            case CancellationException e -> noResponders(e);
            case TimeoutException e -> new BrokerException(Kind.TIMEOUT, "nats: timeout on " + subject, e);
            case IllegalStateException e ->
                new BrokerException(Kind.LOST, "the connection to the broker was lost before it answered", e);
            default -> new BrokerException(Kind.REFUSED, "nats: " + failure.getMessage(), failure);
        };
    }

    private static BrokerException noResponders(Throwable cause) {
        return new BrokerException(Kind.NO_RESPONDERS, "nats: no responders available for request", cause);
    }

    @Override
    public void errorOccurred(Connection conn, String error) {
        if (error.toLowerCase(Locale.ROOT).contains("permissions violation")) {
            BrokerException refused = new BrokerException(Kind.PERMISSION, error.replace("'", ""));
            waiting.stream()
                    .filter(entry -> error.contains(entry.subject) || !error.contains("\""))
                    .forEach(entry -> entry.reply.completeExceptionally(refused));
        } else {
            log.warn("broker says to {}: {}", user, error);
        }
    }

    @Override
    public void exceptionOccurred(Connection conn, Exception e) {
        log.debug("connection of {}: {}", user, e.toString());
    }

    @Override
    public void slowConsumerDetected(Connection conn, Consumer consumer) {
        log.warn("connection of {} is a slow consumer: {} dropped", user, consumer.getDroppedCount());
    }

    // The four-argument form calls this one, and this one is abstract.
    @SuppressWarnings("deprecation")
    @Override
    public void connectionEvent(Connection conn, Events event) {
        if (event == Events.DISCONNECTED || event == Events.CLOSED) {
            waiting.forEach(entry -> entry.reply.completeExceptionally(lost()));
        }
    }

    @Override
    public void close() {
        closed = true;
        Connection c = connection;
        if (c != null) {
            try {
                c.close();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
