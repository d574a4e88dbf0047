package dev.stationmaster.engine.meta;

import java.util.List;

/// A station as the meta group knows it. Immutable.
///
/// @param id never shared with another station
/// @param name external name, lower case, dots as typed; [#internalName()] has `#` for `.`
/// @param partitions one stream each, in order of partition number
/// @param createdNanos wall clock, since 1970
public record StationRef(
        long id, String name, Settings settings, List<StreamRef> partitions, String createdBy, long createdNanos) {

    /// What was asked for, with defaults filled in.
    ///
    /// @param retentionType `message_age_sec`, `messages`, `bytes` or `ack_based`
    /// @param storage `file` or `memory`
    /// @param schema name of the attached schema, `""` for none
    public record Settings(
            String retentionType,
            long retentionValue,
            String storage,
            int replicas,
            long idempotencyWindowMillis,
            int partitionCount,
            boolean dlsPoison,
            boolean dlsSchemaverse,
            String dlsStation,
            boolean tieredStorage,
            String schema) {}

    public StationRef {
        partitions = List.copyOf(partitions);
    }

    public String internalName() {
        return name.replace('.', '#');
    }
}
