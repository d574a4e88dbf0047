package dev.stationmaster.metadata;

/// What a look at the database found.
public sealed interface MetadataStatus {
    record Ready(int schemaVersion) implements MetadataStatus {}

    /// Answers, but its schema is older or newer than this version's.
    record WrongSchema(int found, int needed) implements MetadataStatus {}

    record Unavailable(String reason) implements MetadataStatus {}
}
