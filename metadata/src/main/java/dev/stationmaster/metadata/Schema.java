package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A schema with all its versions, newest first. Immutable.
///
/// @param type `protobuf`, `json`, `graphql` or `avro`
public record Schema(
        int id, String name, String type, String createdBy, Instant createdAt, List<SchemaVersion> versions) {
    public Schema {
        versions = List.copyOf(versions);
    }

    public Optional<SchemaVersion> activeVersion() {
        return versions.stream().filter(SchemaVersion::active).findFirst();
    }
}
