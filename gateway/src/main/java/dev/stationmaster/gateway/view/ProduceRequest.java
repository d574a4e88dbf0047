package dev.stationmaster.gateway.view;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Body of `POST /api/console/stations/{name}/messages`: one of `payload` (base64) and `text`.
///
/// @param partition 0 or null: round robin
public record ProduceRequest(
        @Nullable String payload,
        @Nullable String text,
        @Nullable Map<String, String> headers,
        @Nullable Integer partition) {

    /// Where the message was stored.
    public record Produced(int partition, long sequence) {}
}
