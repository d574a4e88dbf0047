package dev.stationmaster.gateway.station;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import dev.stationmaster.gateway.broker.BrokerLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Producers and consumers that one connection has created, each once. Thread-safe.
///
/// The brokers answer for a missing station by making it; a station that was removed is forgotten here, and
/// made anew
/// by the next use, as with the SDKs.
public final class Stations {
    private static final String APP_ID = UUID.randomUUID().toString();
    private static final String PRODUCER_NAME = "rest-gateway";
    private static final int REQUEST_VERSION = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OPENED_MAX = 1000;

    private record ConsumerKey(Name station, Name name, Name group) {}

    private final BrokerLink link;
    private final String username;
    private final Map<Name, OpenProducer> producers = new ConcurrentHashMap<>();
    private final Map<ConsumerKey, OpenConsumer> consumers = new ConcurrentHashMap<>();

    public Stations(BrokerLink link, String username) {
        this.link = link;
        this.username = username;
    }

    /// Hears of removed stations from now on.
    public void listen() {
        var _ = link.subscribe("$memphis_sdk_clients_updates", (_, payload) -> onUpdate(payload));
    }

    private void onUpdate(byte[] payload) {
        try {
            JsonNode update = Json.mapper().readTree(payload);
            if (update.path("type").asString("").equals("remove_station")) {
                forget(update.path("station_name").asString(""));
            }
        } catch (JacksonException _) {
            // Not for us.
        }
    }

    private void forget(String internal) {
        producers.keySet().removeIf(station -> station.internal().equals(internal));
        consumers.keySet().removeIf(key -> key.station.internal().equals(internal));
    }

    /// Forgets what was opened on a station, so that the next use asks the brokers again.
    public void forget(Name station) {
        forget(station.internal());
    }

    /// The gateway's producer on a station.
    ///
    /// @throws BrokerException when the brokers refuse it
    public OpenProducer producer(Name station) {
        OpenProducer known = producers.get(station);
        return known != null ? known : createProducer(station);
    }

    private OpenProducer createProducer(Name station) {
        Map<String, Object> request = request(PRODUCER_NAME, station);
        request.put("producer_type", "application");
        JsonNode reply = ask("$memphis_producer_creations", request);
        OpenProducer producer = new OpenProducer(
                station,
                partitions(reply),
                // A random start spreads the producers of many connections over the partitions.
                new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 16)),
                reply.path("schema_update").path("schema_name").asString(""));
        bound(producers);
        producers.put(station, producer);
        return producer;
    }

    /// A member of a group on a station; the group starts with all stored messages and delivers each once.
    ///
    /// @throws BrokerException when the brokers refuse it
    public OpenConsumer consumer(Name station, Name name, Name group, Duration ackWait, int maxDeliveries) {
        ConsumerKey key = new ConsumerKey(station, name, group);
        OpenConsumer known = consumers.get(key);
        if (known != null) {
            return known;
        }
        Map<String, Object> request = request(name.external(), station);
        request.put("consumer_type", "application");
        request.put("consumers_group", group.external());
        request.put("max_ack_time_ms", ackWait.toMillis());
        request.put("max_msg_deliveries", maxDeliveries);
        request.put("start_consume_from_sequence", 1);
        request.put("last_messages", -1);
        OpenConsumer consumer = new OpenConsumer(
                station, group, partitions(ask("$memphis_consumer_creations", request)), new AtomicInteger());
        bound(consumers);
        consumers.put(key, consumer);
        return consumer;
    }

    /// A connection that names ever new stations or members starts over instead of growing.
    private static void bound(Map<?, ?> opened) {
        if (opened.size() >= OPENED_MAX) {
            opened.clear();
        }
    }

    private Map<String, Object> request(String name, Name station) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", name);
        request.put("station_name", station.external());
        request.put("connection_id", link.connectionId());
        request.put("req_version", REQUEST_VERSION);
        request.put("username", username);
        request.put("app_id", APP_ID);
        request.put("sdk_lang", "rest");
        return request;
    }

    private JsonNode ask(String subject, Map<String, Object> request) {
        byte[] reply = Retry.untilReached(
                Duration.ofSeconds(5), (Supplier<byte[]>) () -> link.request(subject, Json.bytes(request), TIMEOUT));
        try {
            JsonNode json = Json.mapper().readTree(reply);
            if (json.isObject()) {
                String error = json.path("error").asString("");
                if (!error.isEmpty()) {
                    throw refused(error);
                }
                return json;
            }
        } catch (JacksonException _) {
            // Refusals of consumer creation are plain text.
        }
        throw refused(new String(reply, StandardCharsets.UTF_8));
    }

    private static BrokerException refused(String error) {
        boolean permission = error.contains("is not allowed to");
        return new BrokerException(permission ? Kind.PERMISSION : Kind.REFUSED, "memphis: " + error);
    }

    private static List<Integer> partitions(JsonNode reply) {
        List<Integer> partitions = new ArrayList<>();
        reply.path("partitions_update").path("partitions_list").forEach(n -> partitions.add(n.asInt()));
        if (partitions.isEmpty()) {
            throw new BrokerException(Kind.REFUSED, "memphis: the broker named no partitions");
        }
        partitions.sort(null);
        return partitions;
    }
}
