package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.schema.SchemaSyntax;
import dev.stationmaster.engine.station.StationNames;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.Schema;
import dev.stationmaster.metadata.SchemaStore;
import dev.stationmaster.metadata.SchemaVersion;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// `$memphis_schema_creations`, `…_attachments` and `…_detachments`. May block on the database.
final class SchemaRequests {
    private final MetadataStores stores;
    private final Stations stations;
    private final Access access;

    SchemaRequests(MetadataStores stores, Stations stations, Access access) {
        this.stores = stores;
        this.stations = stations;
        this.access = access;
    }

    boolean exists(String schema) {
        return stores.schemas().byName(schema).isPresent();
    }

    /// @return why it could not, `""` on success
    String create(RequestBody body) {
        String name = body.string("name").toLowerCase(Locale.ROOT);
        String type = body.string("type").toLowerCase(Locale.ROOT);
        String content = body.string("schema_content");
        String user = StationNames.user(body.string("created_by_username"));
        String problem = StationNames.problem("Schema", name);
        if (problem.isEmpty()) {
            problem = SchemaSyntax.problem(type, content);
        }
        if (!problem.isEmpty()) {
            return problem;
        }
        try {
            return store(name, type, user, new SchemaStore.Content(content, "", new byte[0]));
        } catch (MetadataException e) {
            return "schema " + name + " can not be stored now: " + e.getMessage();
        }
    }

    private String store(String name, String type, String user, SchemaStore.Content content) {
        Optional<Schema> existing = stores.schemas().byName(name);
        if (existing.isEmpty()) {
            return stores.schemas().create(name, type, user, content).isPresent() ? "" : name + " already exists";
        }
        if (!existing.get().type().equals(type)) {
            return name + " already exist with type - " + existing.get().type();
        }
        Optional<SchemaVersion> newest =
                existing.get().versions().stream().max(Comparator.comparingInt(SchemaVersion::number));
        if (newest.isPresent() && newest.get().content().equals(content.text())) {
            return name + " already exists in the db with the same schema content";
        }
        stores.schemas().addVersion(name, user, content);
        return "";
    }

    String attach(RequestBody body, ClientIdentity from) {
        String name = body.string("name").toLowerCase(Locale.ROOT);
        String stationName = PartitionNames.external(body.string("station_name"));
        String user = StationNames.user(body.string("username"));
        String problem = StationNames.problem("Station", stationName);
        if (problem.isEmpty()) {
            problem = StationNames.problem("Schema", name);
        }
        if (!problem.isEmpty()) {
            return problem;
        }
        StationRef station = stations.find(stationName);
        if (station == null) {
            return "memphis: Station " + stationName + " does not exist";
        }
        if (!access.mayWrite(user, stationName, from)) {
            return "user " + user + " is not allowed to access station " + stationName;
        }
        try {
            if (!exists(name)) {
                return "Schema " + name + " does not exist";
            }
        } catch (MetadataException e) {
            return "failed attaching schema " + name + ": " + e.getMessage();
        }
        return station.settings().schema().equals(name)
                ? stations.refreshSchema(station)
                : stations.update(station, Stations.withSchema(station.settings(), name));
    }

    String detach(RequestBody body, ClientIdentity from) {
        String stationName = PartitionNames.external(body.string("station_name"));
        String user = StationNames.user(body.string("username"));
        String problem = StationNames.problem("Station", stationName);
        if (!problem.isEmpty()) {
            return problem;
        }
        StationRef station = stations.find(stationName);
        if (station == null) {
            return "station " + stationName + " does not exist";
        }
        if (!access.mayWrite(user, stationName, from)) {
            return "user " + user + " is not allowed to access station " + stationName;
        }
        return stations.update(station, Stations.withSchema(station.settings(), ""));
    }
}
