package dev.stationmaster.metadata;

/// All stores of the metadata. Thread-safe. Every call may block on the database, so never call it on an event loop or
/// a
/// group loop; every call may throw [MetadataException].
public interface MetadataStores extends AutoCloseable {
    UserStore users();

    ProducerStore producers();

    ConsumerStore consumers();

    StationStore stations();

    DeadLetterStore deadLetters();

    SchemaStore schemas();

    TagStore tags();

    AuditStore audit();

    SettingsStore settings();

    /// Forgets everything about a station: its row, clients, dead letters, tags and audit; clears it as dead-letter
    /// station of others. One transaction.
    void removeStation(String station);

    /// Whether the database answers and has the schema that this version needs.
    MetadataStatus status();

    @Override
    void close();
}
