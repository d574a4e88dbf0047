package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.AuditEntry;
import dev.stationmaster.metadata.AuditStore;
import java.time.Instant;
import java.util.List;

/// Table `audit_logs`.
final class PostgresAuditStore implements AuditStore {
    private final Database database;

    PostgresAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(AuditEntry entry) {
        database.run(handle -> handle.createUpdate("""
                        insert into audit_logs (station, message, created_by, created_at)
                        values (:station, :message, :user, :at)""")
                .bind("station", entry.station())
                .bind("message", entry.message())
                .bind("user", entry.user())
                .bind("at", entry.at())
                .execute());
    }

    @Override
    public List<AuditEntry> ofStation(String station, int limit) {
        return database.call(handle -> handle.createQuery("""
                        select * from audit_logs where station = :station
                        order by created_at desc, id desc limit :limit""")
                .bind("station", station)
                .bind("limit", limit)
                .map((row, context) -> new AuditEntry(
                        row.getLong("id"),
                        row.getString("station"),
                        row.getString("message"),
                        row.getString("created_by"),
                        row.getTimestamp("created_at").toInstant()))
                .list());
    }

    @Override
    public int removeBefore(Instant limit) {
        return database.call(handle -> handle.createUpdate("delete from audit_logs where created_at < :limit")
                .bind("limit", limit)
                .execute());
    }
}
