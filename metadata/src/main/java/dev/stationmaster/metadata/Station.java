package dev.stationmaster.metadata;

import java.time.Instant;

/// A station as queries see it: a copy of what the meta group decided, which can be rebuilt at any time. Immutable.
///
/// @param id the meta group's, never shared with another station
/// @param name external name
/// @param retentionType `message_age_sec`, `messages`, `bytes` or `ack_based`
/// @param storage `file` or `memory`
/// @param schema `""` for none
/// @param schemaVersion 0 for none
/// @param dlsStation `""` for none
public record Station(
        long id,
        String name,
        String retentionType,
        long retentionValue,
        String storage,
        int replicas,
        int partitions,
        long idempotencyWindowMillis,
        boolean dlsPoison,
        boolean dlsSchemaverse,
        String dlsStation,
        String schema,
        int schemaVersion,
        boolean tieredStorage,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {}
