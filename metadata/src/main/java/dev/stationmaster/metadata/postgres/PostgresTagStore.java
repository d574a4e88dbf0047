package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.Tag;
import dev.stationmaster.metadata.TagStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;

/// Tables `tags` and `tag_links`.
final class PostgresTagStore implements TagStore {
    private static final RowMapper<Tag> TAG =
            (row, context) -> new Tag(row.getInt("id"), row.getString("name"), row.getString("color"));

    private final Database database;

    PostgresTagStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Tag> create(String name, String color) {
        return database.call(handle -> handle.createQuery(
                        "insert into tags (name, color) values (:name, :color) on conflict do nothing returning *")
                .bind("name", name)
                .bind("color", color)
                .map(TAG)
                .findOne());
    }

    @Override
    public List<Tag> all() {
        return database.call(handle -> handle.createQuery("select * from tags order by name collate \"C\"")
                .map(TAG)
                .list());
    }

    @Override
    public List<Tag> used() {
        return database.call(handle -> handle.createQuery("""
                        select * from tags t where exists (select 1 from tag_links l where l.tag_id = t.id)
                        order by name collate "C\"""").map(TAG).list());
    }

    @Override
    public void attach(Kind kind, String entity, String tag, String color) {
        database.run(handle -> {
            handle.createUpdate("insert into tags (name, color) values (:tag, :color) on conflict do nothing")
                    .bind("tag", tag)
                    .bind("color", color)
                    .execute();
            handle.createUpdate("""
                            insert into tag_links (tag_id, kind, entity)
                            select id, :kind, :entity from tags where name = :tag on conflict do nothing""")
                    .bind("kind", word(kind))
                    .bind("entity", entity)
                    .bind("tag", tag)
                    .execute();
        });
    }

    @Override
    public boolean detach(Kind kind, String entity, String tag) {
        return database.call(handle -> handle.createUpdate("""
                                delete from tag_links where kind = :kind and entity = :entity
                                    and tag_id = (select id from tags where name = :tag)""")
                        .bind("kind", word(kind))
                        .bind("entity", entity)
                        .bind("tag", tag)
                        .execute()
                > 0);
    }

    @Override
    public List<Tag> of(Kind kind, String entity) {
        return database.call(handle -> handle.createQuery("""
                        select t.* from tags t join tag_links l on l.tag_id = t.id
                        where l.kind = :kind and l.entity = :entity order by t.name collate "C\"""")
                .bind("kind", word(kind))
                .bind("entity", entity)
                .map(TAG)
                .list());
    }

    @Override
    public Map<String, List<Tag>> ofAll(Kind kind) {
        Map<String, List<Tag>> tags = new LinkedHashMap<>();
        database.run(handle -> handle.createQuery("""
                        select t.*, l.entity from tags t join tag_links l on l.tag_id = t.id
                        where l.kind = :kind order by l.entity collate "C", t.name collate "C\"""")
                .bind("kind", word(kind))
                .map((row, context) -> tags.computeIfAbsent(row.getString("entity"), entity -> new ArrayList<>())
                        .add(new Tag(row.getInt("id"), row.getString("name"), row.getString("color"))))
                .list());
        return tags;
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
