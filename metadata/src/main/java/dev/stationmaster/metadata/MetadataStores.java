package dev.stationmaster.metadata;

import dev.stationmaster.metadata.memory.MemoryStores;
import dev.stationmaster.metadata.postgres.PostgresStores;
import dev.stationmaster.metadata.postgres.migration.Migrations;

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

    /// Stores in PostgreSQL. Returns at once, also when the database is away; it is connected to when first used.
    static MetadataStores open(MetadataConfig config) {
        return new PostgresStores(config);
    }

    /// Brings the database to the schema of this version. One process does this, the supervisor; all others only look
    /// at [#status()]. Does nothing where nothing is missing.
    static void migrate(MetadataConfig config) {
        Migrations.run(config);
    }

    /// Stores that forget everything at the end of the process, for tests and tools.
    static MetadataStores inMemory() {
        return new MemoryStores();
    }
}
