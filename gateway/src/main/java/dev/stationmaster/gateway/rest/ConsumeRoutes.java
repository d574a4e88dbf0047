package dev.stationmaster.gateway.rest;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.auth.Session;
import dev.stationmaster.gateway.broker.Delivery;
import dev.stationmaster.gateway.consume.Consume;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.station.Name;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/stations/{station}/consume/batch`.
final class ConsumeRoutes {
    private static final int BATCH_DEFAULT = 10;
    private static final int BATCH_MAX = 5000;
    private static final long WAIT_MILLIS_DEFAULT = 5000;
    private static final long WAIT_MILLIS_MIN = 100;
    private static final long WAIT_MILLIS_MAX = 60_000;
    private static final String GROUP = "rest-gateway";
    private static final int LARGE = 1024 * 1024;

    /// One element of the answer.
    record Consumed(String message, Map<String, String> headers) {}

    private final Consume consume;
    private final ReentrantLock large = new ReentrantLock();

    ConsumeRoutes(Consume consume) {
        this.consume = consume;
    }

    Response batch(Session session, Request request) throws InterruptedException {
        ObjectNode body = body(request);
        Name station = Name.ofStation(request.pathValue("station"));
        String consumerName = text(body, "consumer_name");
        if (consumerName.isEmpty()) {
            return Answers.error(400, "Consumer name is required");
        }
        long batchSize = number(body, "batch_size", BATCH_DEFAULT);
        if (batchSize < 1 || batchSize > BATCH_MAX) {
            return Answers.error(400, "Batch size can not be greater than 5000 or less than 1");
        }
        long wait = Math.clamp(
                number(body, "batch_max_wait_time_ms", WAIT_MILLIS_DEFAULT), WAIT_MILLIS_MIN, WAIT_MILLIS_MAX);
        String group = text(body, "consumer_group");
        boolean base64 = text(body, "encoding").equals("base64");
        Consume.Order order = new Consume.Order(
                station,
                Name.of("Consumer", consumerName),
                Name.of("Consumer", group.isEmpty() ? GROUP : group + "-" + GROUP),
                (int) batchSize,
                Duration.ofMillis(wait));
        return answer(consume.batch(session, order, request.isClientGone()), base64);
    }

    /// Text takes several times the bytes of its payload while it is made; large answers are made one at a time.
    private Response answer(List<Delivery> deliveries, boolean base64) {
        long bytes = deliveries.stream()
                .mapToLong(delivery -> delivery.payload().length)
                .sum();
        if (bytes < LARGE) {
            return json(deliveries, base64);
        }
        large.lock();
        try {
            return json(deliveries, base64);
        } finally {
            large.unlock();
        }
    }

    private static Response json(List<Delivery> deliveries, boolean base64) {
        return Response.json(
                200,
                Json.bytes(deliveries.stream()
                        .map(delivery -> consumed(delivery, base64))
                        .toList()));
    }

    private static Consumed consumed(Delivery delivery, boolean base64) {
        Map<String, String> headers = new LinkedHashMap<>();
        delivery.headers().forEach(header -> {
            if (!header.getKey().startsWith("$memphis")) {
                headers.putIfAbsent(header.getKey(), header.getValue());
            }
        });
        String message = base64
                ? Base64.getEncoder().encodeToString(delivery.payload())
                : new String(delivery.payload(), StandardCharsets.UTF_8);
        return new Consumed(message, headers);
    }

    private static ObjectNode body(Request request) {
        try {
            if (Json.mapper().readTree(request.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException _) {
            // Answered below like every other body that is none.
        }
        throw invalidBody();
    }

    private static String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw invalidBody();
        }
        return value.asString();
    }

    private static long number(ObjectNode body, String name, long ifZero) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return ifZero;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalidBody();
        }
        return value.asLong() == 0 ? ifZero : value.asLong();
    }

    private static RestException invalidBody() {
        return new RestException(Answers.error(400, "Invalid request body"));
    }
}
