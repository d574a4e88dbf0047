package dev.stationmaster.gateway.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/// One connection to the brokers, as one user. Thread-safe. Calls may block; failures are [BrokerException].
public interface BrokerLink extends AutoCloseable {

    boolean isConnected();

    /// False once it was closed, or gave up to reconnect: it will never serve again.
    boolean isOpen();

    /// Id that the brokers know this connection by.
    String connectionId();

    int maxPayload();

    /// Core request: the payload of the one reply.
    byte[] request(String subject, byte[] payload, Duration timeout);

    /// Publishes to a stream and completes with its ack, or with a [BrokerException].
    CompletableFuture<PubAck> publish(Outgoing message, Duration timeout);

    /// Publishes without waiting for anything.
    void send(Outgoing message);

    /// Carries out one pull; returns what came, at most `batch`.
    ///
    /// @throws BrokerException `NO_RESPONDERS` when the stream or consumer does not exist
    List<Delivery> pull(Pull pull) throws InterruptedException;

    /// Settles a delivery and completes when the broker confirmed that.
    CompletableFuture<Void> settle(String ackSubject, String verdict, Duration timeout);

    /// Calls `onMessage` with subject and payload, one at a time.
    Subscribed subscribe(String subject, BiConsumer<String, byte[]> onMessage);

    @Override
    void close();
}
