package dev.stationmaster.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One complete request. Immutable, but for `isClientGone`, which follows the connection.
///
/// @param path without the query string, percent escapes left as sent
/// @param pathValues decoded values of the route's `{names}`
/// @param query decoded parameters, all values of each
/// @param body decompressed; empty when there was none
/// @param isClientGone true once the caller closed the connection
public record Request(
        String method,
        String path,
        Map<String, String> pathValues,
        Map<String, List<String>> query,
        Headers headers,
        byte[] body,
        BooleanSupplier isClientGone) {

    /// First value of a query parameter; an empty one counts as absent.
    public Optional<String> query(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() || values.getFirst().isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// Value of a `{name}` of the route.
    public String pathValue(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no {" + name + "}");
        }
        return value;
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Request withPathValues(Map<String, String> values) {
        return new Request(method, path, values, query, headers, body, isClientGone);
    }
}
