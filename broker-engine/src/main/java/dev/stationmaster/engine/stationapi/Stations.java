package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.MetaClient;
import dev.stationmaster.engine.meta.MetaClient.Result;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.station.StationPlan;
import dev.stationmaster.metadata.MetadataException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes, changes and removes stations, and tells connected clients of it. Waits for the meta group; called on virtual
/// threads.
final class Stations {
    private final Router router;
    private final Directory directory;
    private final MetaClient meta;
    private final ClientRoster roster;
    private final SchemaShelf schemas;

    Stations(Router router, Directory directory, MetaClient meta, ClientRoster roster, SchemaShelf schemas) {
        this.router = router;
        this.directory = directory;
        this.meta = meta;
        this.roster = roster;
        this.schemas = schemas;
    }

    @Nullable
    StationRef find(String name) {
        return directory.station(name);
    }

    /// Creates a station, and its dead-letter station where that is missing.
    ///
    /// @return why it could not, `""` on success
    String create(String name, StationRef.Settings settings, String user) {
        String dls = settings.dlsStation();
        if (!dls.isEmpty() && find(dls) == null) {
            String failure = create(dls, StationPlan.automatic(), user);
            if (!failure.isEmpty() && find(dls) == null) {
                return failure;
            }
        }
        Result<StationRef> result = meta.createStation(name, settings, StationPlan.streams(name, settings), user)
                .join();
        return switch (result) {
            case Result.Done<StationRef> _ -> "";
            case Result.Failed<StationRef> failed -> creationText(name, failed.error());
        };
    }

    private static String creationText(String name, JetStreamError error) {
        if (error.errorCode() == JetStreamErrors.STREAM_NAME_ALREADY_IN_USE_WITH_A_DIFFERENT.errorCode()) {
            return "Station " + name + " already exists";
        }
        boolean replicas =
                error.errorCode() == JetStreamErrors.REPLICAS_1_NOT_SUPPORTED_IN_NON_CLUSTERED_MODE.errorCode()
                        || error.errorCode() == JetStreamErrors.CLUSTER_ERROR.errorCode();
        return replicas
                ? "station can not be created, probably since replicas count is larger than the cluster size"
                : error.description() + " (" + error.errorCode() + ")";
    }

    /// Creates it with default settings when a producer or consumer names it for the first time; a race with another
    /// client is no failure.
    String createAutomatically(String name, String user) {
        String failure = create(name, StationPlan.automatic(), user);
        return failure.contains("already exists") ? "" : failure;
    }

    /// @return why it could not, `""` on success
    String remove(String name) {
        return switch (await(meta.deleteStation(name))) {
            case Result.Done<StationRef> _ -> {
                roster.removeStation(name);
                yield "";
            }
            case Result.Failed<StationRef> failed -> failed.error().description();
        };
    }

    /// Changes settings and tells clients what concerns them.
    ///
    /// @return why it could not, `""` on success
    String update(StationRef before, StationRef.Settings after) {
        if (await(meta.updateStation(before.name(), after)) instanceof Result.Failed<StationRef> failed) {
            return failed.error().description();
        }
        if (before.settings().dlsSchemaverse() != after.dlsSchemaverse()) {
            tellClients(before.internalName(), "schemaverse_to_dls", after.dlsSchemaverse());
        }
        return before.settings().schema().equals(after.schema()) ? "" : pushSchema(before, after.schema());
    }

    private String pushSchema(StationRef station, String schema) {
        try {
            ObjectNode push = JsonNodeFactory.instance.objectNode().put("UpdateType", schema.isEmpty() ? 2 : 1);
            push.set("init", schemas.update(schema));
            send("$memphis_schema_updates_" + station.internalName(), push);
            return "";
        } catch (MetadataException e) {
            return "schema " + schema + " is attached, but clients could not be told: " + e.getMessage();
        }
    }

    /// Pushes the attached schema once more: attaching again makes clients take the active version.
    String refreshSchema(StationRef station) {
        return pushSchema(station, station.settings().schema());
    }

    void tellRemoved(String internalName) {
        tellClients(internalName, "remove_station", null);
    }

    private void tellClients(String internalName, String type, @Nullable Boolean update) {
        ObjectNode push = JsonNodeFactory.instance
                .objectNode()
                .put("station_name", internalName)
                .put("type", type)
                .put("update", update);
        send("$memphis_sdk_clients_updates", push);
    }

    private void send(String subject, ObjectNode json) {
        router.deliver(subject, Message.of(subject, json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static <T> Result<T> await(CompletableFuture<Result<T>> change) {
        return change.join();
    }

    static StationRef.Settings withSchema(StationRef.Settings settings, String schema) {
        return with(settings, settings.dlsPoison(), settings.dlsSchemaverse(), settings.dlsStation(), schema);
    }

    static StationRef.Settings with(
            StationRef.Settings settings, boolean poison, boolean schemaverse, String dlsStation, String schema) {
        return new StationRef.Settings(
                settings.retentionType(),
                settings.retentionValue(),
                settings.storage(),
                settings.replicas(),
                settings.idempotencyWindowMillis(),
                settings.partitionCount(),
                poison,
                schemaverse,
                dlsStation,
                settings.tieredStorage(),
                schema);
    }
}
