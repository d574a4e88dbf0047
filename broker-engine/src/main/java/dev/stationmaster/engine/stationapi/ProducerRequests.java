package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.station.StationNames;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.Producer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `$memphis_producer_creations`, always answered with JSON, and `$memphis_producer_destructions`.
final class ProducerRequests {
    private final Stations stations;
    private final SchemaShelf schemas;
    private final ClientRoster roster;
    private final Access access;
    private final int node;

    ProducerRequests(Stations stations, SchemaShelf schemas, ClientRoster roster, Access access, int node) {
        this.stations = stations;
        this.schemas = schemas;
        this.roster = roster;
        this.access = access;
        this.node = node;
    }

    ObjectNode create(RequestBody body, ClientIdentity from) {
        ClientForm form = ClientForm.parse(body, "producer_type", from);
        String problem = problem(form, from);
        if (!problem.isEmpty()) {
            return failure(problem);
        }
        StationRef station = stations.find(form.station());
        if (station == null) {
            problem = createStation(form, from);
            station = stations.find(form.station());
        } else if (form.version() < 2) {
            problem = "to produce to this station please upgrade your SDK version";
        } else if (!access.mayWrite(form.user(), form.station(), from)) {
            problem = "user " + form.user() + " is not allowed to access station " + form.station();
        }
        if (!problem.isEmpty() || station == null) {
            return failure(problem.isEmpty() ? "Station " + form.station() + " does not exist" : problem);
        }
        return created(form, station);
    }

    private String problem(ClientForm form, ClientIdentity from) {
        String problem = StationNames.problem("Producer", form.name());
        if (problem.isEmpty()) {
            problem = StationNames.problem("Station", form.station());
        }
        if (problem.isEmpty() && !form.hasKnownType()) {
            problem = "producer type has to be one of the following application/connector";
        }
        return problem.isEmpty() && !access.exists(form.user(), from)
                ? "User " + form.user() + " does not exist"
                : problem;
    }

    private String createStation(ClientForm form, ClientIdentity from) {
        if (form.version() < 2) {
            return "this station does not exist, a default station can not be created automatically, please upgrade"
                    + " your SDK version";
        }
        return access.mayWrite(form.user(), form.station(), from)
                ? stations.createAutomatically(form.station(), form.user())
                : "user " + form.user() + " is not allowed to create station " + form.station();
    }

    private ObjectNode created(ClientForm form, StationRef station) {
        ObjectNode schema;
        try {
            schema = schemas.update(station.settings().schema());
        } catch (MetadataException e) {
            return failure(
                    "schema " + station.settings().schema() + " of the station can not be read: " + e.getMessage());
        }
        roster.add(Producer.of(form.row(station, node)));
        return answer(schema, station, "");
    }

    private static ObjectNode failure(String problem) {
        return answer(SchemaShelf.none(), null, problem);
    }

    private static ObjectNode answer(ObjectNode schema, @Nullable StationRef station, String error) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("schema_update", schema);
        ArrayNode partitions = answer.putObject("partitions_update").putArray("partitions_list");
        if (station != null) {
            ClientForm.partitions(station).forEach(partitions::add);
        }
        answer.put("schemaverse_to_dls", station != null && station.settings().dlsSchemaverse());
        answer.put("send_notification", false);
        answer.put("station_version", 2);
        answer.putObject("station_partitions_first_functions");
        return answer.put("error", error);
    }

    /// Also answers success when there was no such producer, as SDKs expect.
    String destroy(RequestBody body, ClientIdentity from) {
        ClientForm form = ClientForm.parse(body, "producer_type", from);
        roster.removeProducer(
                PartitionNames.external(form.station()), form.name().toLowerCase(Locale.ROOT), form.connectionId());
        return "";
    }
}
