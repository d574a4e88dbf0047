package dev.stationmaster.gateway.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Headers of a request in the order received; names are compared without case. Immutable.
public record Headers(List<Map.Entry<String, String>> entries) {

    public static final Headers NONE = new Headers(List.of());

    public Headers {
        entries = List.copyOf(entries);
    }

    /// First value under `name`.
    public Optional<String> first(String name) {
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }
}
