package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.AuditStore;
import dev.stationmaster.metadata.ConsumerStore;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStatus;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.ProducerStore;
import dev.stationmaster.metadata.SchemaStore;
import dev.stationmaster.metadata.SettingsStore;
import dev.stationmaster.metadata.StationStore;
import dev.stationmaster.metadata.TagStore;
import dev.stationmaster.metadata.UserStore;
import dev.stationmaster.metadata.postgres.migration.Migrations;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// All stores over one pool. Thread-safe.
public final class PostgresStores implements MetadataStores {
    private final Database database;

    public PostgresStores(MetadataConfig config) {
        database = new Database(config);
    }

    @Override
    public UserStore users() {
        return new PostgresUserStore(database);
    }

    @Override
    public ProducerStore producers() {
        return new PostgresProducerStore(database);
    }

    @Override
    public ConsumerStore consumers() {
        return new PostgresConsumerStore(database);
    }

    @Override
    public StationStore stations() {
        return new PostgresStationStore(database);
    }

    @Override
    public DeadLetterStore deadLetters() {
        return new PostgresDeadLetterStore(database);
    }

    @Override
    public SchemaStore schemas() {
        return new PostgresSchemaStore(database);
    }

    @Override
    public TagStore tags() {
        return new PostgresTagStore(database);
    }

    @Override
    public AuditStore audit() {
        return new PostgresAuditStore(database);
    }

    @Override
    public SettingsStore settings() {
        return new PostgresSettingsStore(database);
    }

    @Override
    public void removeStation(String station) {
        List<String> statements = List.of(
                "delete from producers where station = :station",
                "delete from consumers where station = :station",
                "delete from dead_letters where station = :station",
                "delete from tag_links where kind = 'station' and entity = :station",
                "delete from audit_logs where station = :station",
                "update stations set dls_station = '' where dls_station = :station",
                "delete from stations where name = :station");
        database.run(handle -> {
            for (String sql : statements) {
                handle.createUpdate(sql).bind("station", station).execute();
            }
        });
    }

    @Override
    public MetadataStatus status() {
        try {
            int found = database.call(PostgresStores::schemaVersion);
            return found == Migrations.VERSION
                    ? new MetadataStatus.Ready(found)
                    : new MetadataStatus.WrongSchema(found, Migrations.VERSION);
        } catch (MetadataException cause) {
            return new MetadataStatus.Unavailable(String.valueOf(cause.getMessage()));
        }
    }

    @Override
    public void close() {
        database.close();
    }

    /// 0 where nothing was ever migrated.
    private static int schemaVersion(Handle handle) {
        boolean present = handle.createQuery("select to_regclass(:table) is not null")
                .bind("table", Migrations.HISTORY)
                .mapTo(Boolean.class)
                .one();
        if (!present) {
            return 0;
        }
        return handle.createQuery("select coalesce(max(version::int), 0) from " + Migrations.HISTORY
                        + " where success and version is not null")
                .mapTo(Integer.class)
                .one();
    }
}
