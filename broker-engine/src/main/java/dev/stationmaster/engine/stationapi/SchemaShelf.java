package dev.stationmaster.engine.stationapi;

import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.Schema;
import dev.stationmaster.metadata.SchemaVersion;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Active versions of schemas as SDKs are told of them. What was read once is told again while the database is away.
/// Thread-safe; may block on the database.
final class SchemaShelf {
    private final MetadataStores stores;
    private final Map<String, ObjectNode> known = new ConcurrentHashMap<>();

    SchemaShelf(MetadataStores stores) {
        this.stores = stores;
    }

    /// The object for "no schema", complete.
    static ObjectNode none() {
        return object("", 0, "", "", "", "");
    }

    /// The schema's active version; that of "no schema" when the name is empty or unknown.
    ///
    /// @throws MetadataException when the database is away and the schema was never read
    ObjectNode update(String schema) {
        if (schema.isEmpty()) {
            return none();
        }
        try {
            Optional<Schema> found = stores.schemas().byName(schema);
            ObjectNode object = found.map(SchemaShelf::object).orElseGet(SchemaShelf::none);
            known.put(schema, object);
            return object;
        } catch (MetadataException e) {
            @Nullable ObjectNode last = known.get(schema);
            if (last == null) {
                throw e;
            }
            return last;
        }
    }

    private static ObjectNode object(Schema schema) {
        SchemaVersion active = schema.activeVersion().orElse(schema.versions().getFirst());
        return object(
                schema.name(),
                active.number(),
                Base64.getEncoder().encodeToString(active.descriptor()),
                active.content(),
                active.messageStructName(),
                schema.type());
    }

    private static ObjectNode object(
            String name, int version, String descriptor, String content, String struct, String type) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema_name", name);
        json.putObject("active_version")
                .put("version_number", version)
                .put("descriptor", descriptor)
                .put("schema_content", content)
                .put("message_struct_name", struct);
        return json.put("type", type);
    }
}
