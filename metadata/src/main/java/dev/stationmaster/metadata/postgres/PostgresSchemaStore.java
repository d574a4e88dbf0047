package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.Schema;
import dev.stationmaster.metadata.SchemaStore;
import dev.stationmaster.metadata.SchemaVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Tables `schemas` and `schema_versions`.
final class PostgresSchemaStore implements SchemaStore {
    private final Database database;

    PostgresSchemaStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Schema> all() {
        return database.call(handle -> read(handle, ""));
    }

    @Override
    public Optional<Schema> byName(String name) {
        return name.isEmpty()
                ? Optional.empty()
                : database.call(handle -> read(handle, name)).stream().findFirst();
    }

    @Override
    public Optional<Schema> create(String name, String type, String createdBy, Content first) {
        return database.call(handle -> {
            Optional<Integer> id = handle.createQuery("""
                            insert into schemas (name, type, created_by, created_at)
                            values (:name, :type, :createdBy, now()) on conflict (name) do nothing returning id""")
                    .bind("name", name)
                    .bind("type", type)
                    .bind("createdBy", createdBy)
                    .mapTo(Integer.class)
                    .findOne();
            id.ifPresent(value -> insert(handle, value, 1, true, createdBy, first));
            return id.flatMap(value -> read(handle, name).stream().findFirst());
        });
    }

    @Override
    public Optional<SchemaVersion> addVersion(String name, String createdBy, Content content) {
        return database.call(handle -> {
            // Locks the schema's row, so that two new versions get two numbers.
            Optional<Integer> id = handle.createQuery("select id from schemas where name = :name for update")
                    .bind("name", name)
                    .mapTo(Integer.class)
                    .findOne();
            return id.map(value -> {
                int number = handle.createQuery(
                                "select coalesce(max(number), 0) + 1 from schema_versions where schema_id = :id")
                        .bind("id", value)
                        .mapTo(Integer.class)
                        .one();
                return insert(handle, value, number, false, createdBy, content);
            });
        });
    }

    @Override
    public boolean activate(String name, int number) {
        return database.call(handle -> {
            Optional<Integer> version = handle.createQuery("""
                            select v.id from schema_versions v join schemas s on s.id = v.schema_id
                            where s.name = :name and v.number = :number for update of s""")
                    .bind("name", name)
                    .bind("number", number)
                    .mapTo(Integer.class)
                    .findOne();
            version.ifPresent(id -> {
                handle.createUpdate("""
                                update schema_versions set is_active = false where is_active
                                    and schema_id = (select schema_id from schema_versions where id = :id)""").bind("id", id).execute();
                handle.createUpdate("update schema_versions set is_active = true where id = :id")
                        .bind("id", id)
                        .execute();
            });
            return version.isPresent();
        });
    }

    @Override
    public boolean remove(String name) {
        return database.call(handle -> {
            handle.createUpdate("delete from tag_links where kind = 'schema' and entity = :name")
                    .bind("name", name)
                    .execute();
            return handle.createUpdate("delete from schemas where name = :name")
                            .bind("name", name)
                            .execute()
                    > 0;
        });
    }

    private static SchemaVersion insert(
            Handle handle, int schemaId, int number, boolean active, String createdBy, Content content) {
        return handle.createQuery("""
                        insert into schema_versions (schema_id, number, is_active, content, msg_struct_name,
                            descriptor, created_by, created_at)
                        values (:schema, :number, :active, :content, :struct, :descriptor, :createdBy, now())
                        returning *""")
                .bind("schema", schemaId)
                .bind("number", number)
                .bind("active", active)
                .bind("content", content.text())
                .bind("struct", content.messageStructName())
                .bind("descriptor", content.descriptor())
                .bind("createdBy", createdBy)
                .map((row, context) -> version(row))
                .one();
    }

    /// @param name `""` for all
    private static List<Schema> read(Handle handle, String name) {
        Map<Integer, List<SchemaVersion>> versions = new HashMap<>();
        handle.createQuery("""
                        select v.* from schema_versions v join schemas s on s.id = v.schema_id
                        where :name = '' or s.name = :name order by v.number desc""")
                .bind("name", name)
                .map((row, context) -> versions.computeIfAbsent(row.getInt("schema_id"), id -> new ArrayList<>())
                        .add(version(row)))
                .list();
        return handle.createQuery(
                        "select * from schemas where :name = '' or name = :name order by created_at desc, id desc")
                .bind("name", name)
                .map((row, context) -> schema(row, versions))
                .list();
    }

    private static Schema schema(ResultSet row, Map<Integer, List<SchemaVersion>> versions) throws SQLException {
        int id = row.getInt("id");
        Instant createdAt = row.getTimestamp("created_at").toInstant();
        return new Schema(
                id,
                row.getString("name"),
                row.getString("type"),
                row.getString("created_by"),
                createdAt,
                versions.getOrDefault(id, List.of()));
    }

    private static SchemaVersion version(ResultSet row) throws SQLException {
        return new SchemaVersion(
                row.getInt("id"),
                row.getInt("number"),
                row.getBoolean("is_active"),
                row.getString("content"),
                row.getString("msg_struct_name"),
                row.getBytes("descriptor"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }
}
