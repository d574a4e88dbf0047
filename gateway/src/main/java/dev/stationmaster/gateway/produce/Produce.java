package dev.stationmaster.gateway.produce;

import dev.stationmaster.gateway.auth.Session;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import dev.stationmaster.gateway.broker.Outgoing;
import dev.stationmaster.gateway.broker.PubAck;
import dev.stationmaster.gateway.station.Name;
import dev.stationmaster.gateway.station.OpenProducer;
import dev.stationmaster.gateway.station.PartitionChoice;
import dev.stationmaster.gateway.station.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Publishes messages for a session as the SDKs do, and waits for the stream's ack.
public final class Produce {
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(15);
    /// As long as a partition may need to find a new leader.
    private static final Duration FAILOVER_TIME = Duration.ofSeconds(8);

    /// The station has a schema, and messages cannot be checked against one yet.
    public static final class SchemaNotServedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SchemaNotServedException(Name station, String schema) {
            super(
                    "Station " + station.external() + " has the schema " + schema
                            + "; checking messages against a schema over HTTP is not there yet. Use an SDK, or detach the schema");
        }
    }

    /// What every message of one call has in common.
    ///
    /// @param headers of the message, without the product's own
    /// @param messageId for deduplication
    public record Order(
            Name station, List<Map.Entry<String, String>> headers, Optional<String> messageId, PartitionChoice choice) {
        public Order {
            headers = List.copyOf(headers);
        }

        /// The order for one element of a batch, whose message id must be its own.
        Order ofElement(int index) {
            return new Order(station, headers, messageId.map(id -> id + "-" + index), choice);
        }

        /// Equal ids must fall on one partition, or they are not seen as duplicates.
        PartitionChoice effectiveChoice() {
            return choice instanceof PartitionChoice.RoundRobin && messageId.isPresent()
                    ? new PartitionChoice.Key(messageId.get())
                    : choice;
        }
    }

    /// Publishes one message and returns once it is stored.
    ///
    /// A publish that certainly did not happen is repeated while the cluster finds its leaders; one that may
    /// have
    /// happened only when it carries a message id, by which a second one is recognised.
    ///
    /// @throws BrokerException when it was not stored, or nobody knows
    /// @throws IllegalArgumentException when the station has no such partition
    public PubAck single(Session session, Order order, byte[] payload) {
        if (order.messageId().isPresent()) {
            return Retry.untilReached(FAILOVER_TIME, () -> attempt(session, order, payload));
        }
        return Retry.whileNothingHappened(FAILOVER_TIME, () -> attempt(session, order, payload));
    }

    private static PubAck attempt(Session session, Order order, byte[] payload) {
        try {
            return publish(session, order, payload).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof BrokerException cause ? forgetful(session, order, cause) : e;
        }
    }

    /// Nobody listened: the station may have been removed, so the next try asks for it anew.
    private static BrokerException forgetful(Session session, Order order, BrokerException e) {
        if (e.kind() == Kind.NO_RESPONDERS) {
            session.stations().forget(order.station());
        }
        return e;
    }

    /// Hands the message to the broker; acks of one session come in the order of these calls.
    static CompletableFuture<PubAck> publish(Session session, Order order, byte[] payload) {
        return session.link().publish(message(session, order, payload), ACK_TIMEOUT);
    }

    /// Publishes without waiting for the ack: the caller asked for that.
    public void withoutAck(Session session, Order order, byte[] payload) {
        session.link().send(message(session, order, payload));
    }

    private static Outgoing message(Session session, Order order, byte[] payload) {
        OpenProducer producer = session.stations().producer(order.station());
        if (!producer.schema().isEmpty()) {
            throw new SchemaNotServedException(order.station(), producer.schema());
        }
        int partition = order.effectiveChoice().of(producer.partitions(), producer.turn());
        List<Map.Entry<String, String>> headers = new ArrayList<>(order.headers());
        headers.add(Map.entry("$memphis_producedBy", "rest-gateway"));
        headers.add(Map.entry("$memphis_connectionId", session.link().connectionId()));
        order.messageId().ifPresent(id -> headers.add(Map.entry("msg-id", id)));
        return new Outgoing(order.station().subject(partition), headers, payload);
    }
}
