package dev.stationmaster.gateway.view;

import org.jspecify.annotations.Nullable;

/// Body of `POST /api/console/stations`; null takes the default.
///
/// @param retentionType `message_age_sec` (default), `messages`, `bytes` or `ack_based`
/// @param retentionValue seconds, messages or bytes; 3600 s by default
/// @param storage `file` (default) or `memory`
public record StationRequest(
        @Nullable String name,
        @Nullable String retentionType,
        @Nullable Long retentionValue,
        @Nullable Integer partitions,
        @Nullable Integer replicas,
        @Nullable String storage,
        @Nullable Long idempotencyWindowMillis,
        @Nullable Boolean dlsPoison,
        @Nullable Boolean dlsSchemaverse,
        @Nullable String dlsStation) {

    /// A station of this name with every default.
    public static StationRequest named(String name) {
        return new StationRequest(name, null, null, null, null, null, null, null, null, null);
    }
}
