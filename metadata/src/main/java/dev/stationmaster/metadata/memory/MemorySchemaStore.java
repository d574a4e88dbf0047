package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.Schema;
import dev.stationmaster.metadata.SchemaStore;
import dev.stationmaster.metadata.SchemaVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Schemas by name, in the order of their making.
final class MemorySchemaStore implements SchemaStore {
    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private int lastId;

    @Override
    public synchronized List<Schema> all() {
        return new ArrayList<>(schemas.values()).reversed();
    }

    @Override
    public synchronized Optional<Schema> byName(String name) {
        return Optional.ofNullable(schemas.get(name));
    }

    @Override
    public synchronized Optional<Schema> create(String name, String type, String createdBy, Content first) {
        if (schemas.containsKey(name)) {
            return Optional.empty();
        }
        SchemaVersion version = version(1, true, createdBy, first);
        Schema schema = new Schema(++lastId, name, type, createdBy, version.createdAt(), List.of(version));
        schemas.put(name, schema);
        return Optional.of(schema);
    }

    @Override
    public synchronized Optional<SchemaVersion> addVersion(String name, String createdBy, Content content) {
        return byName(name).map(schema -> {
            SchemaVersion version = version(schema.versions().getFirst().number() + 1, false, createdBy, content);
            List<SchemaVersion> versions = new ArrayList<>(schema.versions());
            versions.addFirst(version);
            schemas.put(name, with(schema, schema.createdBy(), versions));
            return version;
        });
    }

    @Override
    public synchronized boolean activate(String name, int number) {
        Optional<Schema> schema =
                byName(name).filter(some -> some.versions().stream().anyMatch(version -> version.number() == number));
        schema.ifPresent(some -> schemas.put(
                name,
                with(
                        some,
                        some.createdBy(),
                        some.versions().stream()
                                .map(version -> with(version, version.number() == number, version.createdBy()))
                                .toList())));
        return schema.isPresent();
    }

    @Override
    public synchronized boolean remove(String name) {
        return schemas.remove(name) != null;
    }

    synchronized void renameCreator(String user) {
        schemas.replaceAll((name, schema) -> with(
                schema,
                renamed(schema.createdBy(), user),
                schema.versions().stream()
                        .map(version -> with(version, version.active(), renamed(version.createdBy(), user)))
                        .toList()));
    }

    private static String renamed(String creator, String user) {
        return creator.equals(user) ? user + "(deleted)" : creator;
    }

    private SchemaVersion version(int number, boolean active, String createdBy, Content content) {
        return new SchemaVersion(
                ++lastId,
                number,
                active,
                content.text(),
                content.messageStructName(),
                content.descriptor(),
                createdBy,
                Instant.now());
    }

    private static SchemaVersion with(SchemaVersion version, boolean active, String createdBy) {
        return new SchemaVersion(
                version.id(),
                version.number(),
                active,
                version.content(),
                version.messageStructName(),
                version.descriptor(),
                createdBy,
                version.createdAt());
    }

    private static Schema with(Schema schema, String createdBy, List<SchemaVersion> versions) {
        return new Schema(schema.id(), schema.name(), schema.type(), createdBy, schema.createdAt(), versions);
    }
}
