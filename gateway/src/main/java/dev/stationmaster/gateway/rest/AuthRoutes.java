package dev.stationmaster.gateway.rest;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.auth.Login;
import dev.stationmaster.gateway.auth.Login.Lifetimes;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/auth/authenticate` and `/auth/refreshToken`.
final class AuthRoutes {
    private static final String EXPLANATION = "The request body is missing fields or has fields of the wrong type:"
            + " username, password and connection_token are strings; account_id, token_expiry_in_minutes and"
            + " refresh_token_expiry_in_minutes are numbers. Send it as application/json";

    private final Login login;

    AuthRoutes(Login login) {
        this.login = login;
    }

    Response authenticate(Request request) {
        ObjectNode body = body(request);
        String username = text(body, "username");
        if (username.isEmpty()) {
            return Answers.message(400, List.of(Map.of("field", "Username", "reason", "required")));
        }
        try {
            return Response.json(
                    200,
                    Json.bytes(login.authenticate(
                            username,
                            text(body, "password"),
                            text(body, "connection_token"),
                            number(body, "account_id"),
                            queryNumber(request),
                            lifetimes(body))));
        } catch (RuntimeException e) {
            return Answers.ofLogin(e);
        }
    }

    Response refresh(Request request) {
        ObjectNode body = body(request);
        try {
            return Response.json(200, Json.bytes(login.refresh(text(body, "jwt_refresh_token"), lifetimes(body))));
        } catch (RuntimeException e) {
            return Answers.ofLogin(e);
        }
    }

    private static Lifetimes lifetimes(ObjectNode body) {
        return new Lifetimes(number(body, "token_expiry_in_minutes"), number(body, "refresh_token_expiry_in_minutes"));
    }

    private static ObjectNode body(Request request) {
        String type = request.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return form(request.bodyText());
        }
        if (!type.contains("json")) {
            throw new RestException(Answers.message(400, EXPLANATION));
        }
        try {
            if (Json.mapper().readTree(request.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException _) {
            // Answered below like every other body that is none.
        }
        throw new RestException(Answers.message(400, EXPLANATION));
    }

    private static ObjectNode form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, value) -> {
            if (value.matches("-?\\d{1,18}") && (name.endsWith("_in_minutes") || name.equals("account_id"))) {
                object.put(name, Long.parseLong(value));
            } else {
                object.put(name, value);
            }
        });
        return object;
    }

    private static String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw new RestException(Answers.message(400, EXPLANATION));
        }
        return value.asString();
    }

    private static long number(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new RestException(Answers.message(400, EXPLANATION));
        }
        return value.asLong();
    }

    private static long queryNumber(Request request) {
        try {
            return Math.max(0, Long.parseLong(request.query("accountId").orElse("0")));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
