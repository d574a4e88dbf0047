package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.http.Request;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads request bodies.
public final class Bodies {
    private Bodies() {}

    /// @throws Refusal `INVALID` when the body is no such object
    public static <T> T read(Request request, Class<T> type) {
        try {
            T value = Json.read(request.body(), type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            throw Refusal.invalid(
                    "The body is not the JSON that this call takes: " + firstLine(e.getOriginalMessage()));
        }
        throw Refusal.invalid("This call needs a JSON object as its body");
    }

    /// @throws Refusal `INVALID` when the body is no JSON object
    public static ObjectNode object(Request request) {
        try {
            JsonNode json = Json.mapper().readTree(request.body());
            if (json instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException _) {
            // Answered below like every other body that is none.
        }
        throw Refusal.invalid("Body params have to be in JSON format");
    }

    /// A text field, `""` when absent.
    public static String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        return value.isString() ? value.asString() : "";
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
