package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.Station;
import dev.stationmaster.metadata.StationStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Table `stations`: the projection.
final class PostgresStationStore implements StationStore {
    private final Database database;

    PostgresStationStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Station> all() {
        return database.call(handle -> handle.createQuery("select * from stations order by name collate \"C\"")
                .map((row, context) -> station(row))
                .list());
    }

    @Override
    public Optional<Station> byName(String name) {
        return database.call(handle -> handle.createQuery("select * from stations where name = :name")
                .bind("name", name)
                .map((row, context) -> station(row))
                .findOne());
    }

    @Override
    public void put(Station station) {
        database.run(handle -> put(handle, station));
    }

    @Override
    public boolean remove(String name) {
        return database.call(handle -> handle.createUpdate("delete from stations where name = :name")
                        .bind("name", name)
                        .execute()
                > 0);
    }

    @Override
    public boolean replaceAll(long metaIndex, Collection<Station> stations) {
        return database.call(handle -> {
            boolean newer = handle.createUpdate(
                                    "update versions set version = :index where name = 'stations' and version <= :index")
                            .bind("index", metaIndex)
                            .execute()
                    > 0;
            if (newer) {
                handle.execute("delete from stations");
                stations.forEach(station -> put(handle, station));
            }
            return newer;
        });
    }

    private static void put(Handle handle, Station station) {
        handle.createUpdate("""
                        insert into stations (id, name, retention_type, retention_value, storage, replicas, partitions,
                            idempotency_window_ms, dls_poison, dls_schemaverse, dls_station, schema_name,
                            schema_version, tiered_storage, created_by, created_at, updated_at)
                        values (:id, :name, :retentionType, :retentionValue, :storage, :replicas, :partitions,
                            :window, :poison, :schemaverse, :dlsStation, :schema,
                            :schemaVersion, :tiered, :createdBy, :createdAt, :updatedAt)
                        on conflict (name) do update set
                            id = excluded.id, retention_type = excluded.retention_type,
                            retention_value = excluded.retention_value, storage = excluded.storage,
                            replicas = excluded.replicas, partitions = excluded.partitions,
                            idempotency_window_ms = excluded.idempotency_window_ms,
                            dls_poison = excluded.dls_poison, dls_schemaverse = excluded.dls_schemaverse,
                            dls_station = excluded.dls_station, schema_name = excluded.schema_name,
                            schema_version = excluded.schema_version, tiered_storage = excluded.tiered_storage,
                            created_by = excluded.created_by, created_at = excluded.created_at,
                            updated_at = excluded.updated_at""")
                .bind("id", station.id())
                .bind("name", station.name())
                .bind("retentionType", station.retentionType())
                .bind("retentionValue", station.retentionValue())
                .bind("storage", station.storage())
                .bind("replicas", station.replicas())
                .bind("partitions", station.partitions())
                .bind("window", station.idempotencyWindowMillis())
                .bind("poison", station.dlsPoison())
                .bind("schemaverse", station.dlsSchemaverse())
                .bind("dlsStation", station.dlsStation())
                .bind("schema", station.schema())
                .bind("schemaVersion", station.schemaVersion())
                .bind("tiered", station.tieredStorage())
                .bind("createdBy", station.createdBy())
                .bind("createdAt", station.createdAt())
                .bind("updatedAt", station.updatedAt())
                .execute();
    }

    private static Station station(ResultSet row) throws SQLException {
        return new Station(
                row.getLong("id"),
                row.getString("name"),
                row.getString("retention_type"),
                row.getLong("retention_value"),
                row.getString("storage"),
                row.getInt("replicas"),
                row.getInt("partitions"),
                row.getLong("idempotency_window_ms"),
                row.getBoolean("dls_poison"),
                row.getBoolean("dls_schemaverse"),
                row.getString("dls_station"),
                row.getString("schema_name"),
                row.getInt("schema_version"),
                row.getBoolean("tiered_storage"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
