package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ClientRows;
import dev.stationmaster.metadata.ClientType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/// What `producers` and `consumers` have in common.
abstract class ClientTable<T> implements ClientRows<T> {
    /// Columns of a [Client], and the places for them in an insert.
    static final String COLUMNS = """
            station, name, type, connection_id, app_id, sdk, request_version, node, is_active, partitions,
            created_at, updated_at""";

    static final String VALUES = """
            :station, :name, :type, :connection, :app, :sdk, :requestVersion, :node, :active, :partitions,
            :createdAt, :updatedAt""";

    static final String ORDER = " order by is_active desc, updated_at desc, id desc ";

    final Database database;
    private final String table;
    private final RowMapper<T> mapper;

    ClientTable(Database database, String table, RowMapper<T> mapper) {
        this.database = database;
        this.table = table;
        this.mapper = mapper;
    }

    @Override
    public List<T> ofStation(String station, int limit) {
        return database.call(handle ->
                list(handle.createQuery("select * from " + table + " where station = :station" + ORDER + "limit :limit")
                        .bind("station", station)
                        .bind("limit", limit)));
    }

    @Override
    public List<T> all(int limit) {
        return database.call(handle -> list(handle.createQuery("select * from " + table + ORDER + "limit :limit")
                .bind("limit", limit)));
    }

    @Override
    public int remove(String station, String name, String connectionId) {
        return database.call(handle -> handle.createUpdate("delete from " + table
                        + " where station = :station and name = :name and connection_id = :connection")
                .bind("station", station)
                .bind("name", name)
                .bind("connection", connectionId)
                .execute());
    }

    @Override
    public int deactivateConnection(String connectionId) {
        return database.call(handle -> deactivate(handle, "connection_id", connectionId));
    }

    @Override
    public int activateConnection(String connectionId, int node) {
        return database.call(handle -> handle.createUpdate("update " + table
                        + " set is_active = true, node = :node, updated_at = now() where connection_id = :connection")
                .bind("node", node)
                .bind("connection", connectionId)
                .execute());
    }

    @Override
    public int deactivateNode(int node) {
        return database.call(handle -> deactivate(handle, "node", node));
    }

    @Override
    public int removeStation(String station) {
        return database.call(handle -> handle.createUpdate("delete from " + table + " where station = :station")
                .bind("station", station)
                .execute());
    }

    List<T> list(Query query) {
        return query.map(mapper).list();
    }

    static <S extends SqlStatement<S>> S bind(S statement, Client client) {
        return statement
                .bind("station", client.station())
                .bind("name", client.name())
                .bind("type", client.type().name().toLowerCase(Locale.ROOT))
                .bind("connection", client.connectionId())
                .bind("app", client.appId())
                .bind("sdk", client.sdk())
                .bind("requestVersion", client.requestVersion())
                .bind("node", client.node())
                .bind("active", client.active())
                .bindArray("partitions", Integer.class, client.partitions())
                .bind("createdAt", client.createdAt())
                .bind("updatedAt", client.updatedAt());
    }

    static Client client(ResultSet row) throws SQLException {
        return new Client(
                row.getString("station"),
                row.getString("name"),
                ClientType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                row.getString("connection_id"),
                row.getString("app_id"),
                row.getString("sdk"),
                row.getInt("request_version"),
                row.getInt("node"),
                row.getBoolean("is_active"),
                Arrays.asList((Integer[]) row.getArray("partitions").getArray()),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private int deactivate(Handle handle, String column, Object value) {
        return handle.createUpdate("update " + table + " set is_active = false, updated_at = now() where " + column
                        + " = :value and is_active")
                .bind("value", value)
                .execute();
    }
}
