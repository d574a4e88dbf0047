package dev.stationmaster.gateway.rest;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.auth.UnauthorizedException;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.produce.Produce;
import dev.stationmaster.gateway.station.Name;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answers of the REST gateway, good and bad.
final class Answers {
    static final Response SUCCESS = Response.json(200, Json.bytes(new Outcome(true, null)));

    /// Body of every produce call.
    record Outcome(boolean success, @Nullable Object error) {}

    private Answers() {}

    static Response message(int status, Object message) {
        return Response.json(status, Json.bytes(Map.of("message", message)));
    }

    static Response error(int status, Object error) {
        return Response.json(status, Json.bytes(new Outcome(false, error)));
    }

    static Response unauthorized() {
        return message(401, "Unauthorized");
    }

    /// Maps what a login threw.
    static Response ofLogin(RuntimeException failure) {
        return switch (failure) {
            case UnauthorizedException _ -> unauthorized();
            case BrokerException e -> message(statusOf(e.kind()), loginText(e));
            case IllegalArgumentException e -> message(400, String.valueOf(e.getMessage()));
            default -> throw failure;
        };
    }

    private static String loginText(BrokerException e) {
        return switch (e.kind()) {
            case UNAVAILABLE, LOST, TIMEOUT, NO_RESPONDERS ->
                "The brokers cannot be reached now; try again in a moment";
            case LOGIN_REFUSED, PERMISSION, TOO_LARGE, REFUSED -> memphis(e.text());
        };
    }

    /// Maps what a station call threw.
    static Response ofStation(RuntimeException failure) {
        return switch (failure) {
            case UnauthorizedException _ -> unauthorized();
            case BrokerException e -> error(statusOf(e.kind()), memphis(e.text()));
            case Name.InvalidNameException e -> error(400, String.valueOf(e.getMessage()));
            case Produce.SchemaNotServedException e -> error(501, String.valueOf(e.getMessage()));
            case IllegalArgumentException e -> error(400, String.valueOf(e.getMessage()));
            default -> throw failure;
        };
    }

    static int statusOf(Kind kind) {
        return switch (kind) {
            case UNAVAILABLE, NO_RESPONDERS -> 503;
            case LOST, TIMEOUT -> 504;
            case LOGIN_REFUSED -> 401;
            case PERMISSION -> 403;
            case TOO_LARGE -> 413;
            case REFUSED -> 500;
        };
    }

    /// Texts of the client library speak of the product, as those of the SDKs do.
    static String memphis(String text) {
        String[] lines = text.replaceAll("(?i)nats", "memphis").split("\n", 2);
        return Arrays.stream(lines).findFirst().orElse("").strip().replace("memphis: memphis:", "memphis:");
    }

    static boolean isSchemaRefusal(String text) {
        return text.toLowerCase(Locale.ROOT).contains("schema validation");
    }
}
