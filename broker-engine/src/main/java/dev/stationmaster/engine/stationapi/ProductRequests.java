package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.deadletter.Resend;
import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.metadata.MetadataException;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The product's own requests about stations: `$SM.API.STATION.…` and `$SM.API.DLS.RESEND`. Every answer has `error`,
/// empty on success.
final class ProductRequests {
    private final Stations stations;
    private final StationRequests requests;
    private final Resend resend;

    ProductRequests(Stations stations, StationRequests requests, Resend resend) {
        this.stations = stations;
        this.requests = requests;
        this.resend = resend;
    }

    ObjectNode create(RequestBody body, ClientIdentity from) {
        return answer(requests.create(body, from));
    }

    ObjectNode remove(RequestBody body) {
        StationRef station = stations.find(PartitionNames.external(body.string("name")));
        if (station == null) {
            return answer("Station " + body.string("name") + " does not exist");
        }
        String problem = stations.remove(station.name());
        if (problem.isEmpty()) {
            stations.tellRemoved(station.internalName());
        }
        return answer(problem);
    }

    ObjectNode update(RequestBody body) {
        StationRef station = stations.find(PartitionNames.external(body.string("name")));
        if (station == null) {
            return answer("Station " + body.string("name") + " does not exist");
        }
        StationRef.Settings before = station.settings();
        String dls = body.has("dlsStation") ? body.string("dlsStation").toLowerCase(Locale.ROOT) : before.dlsStation();
        if (!dls.isEmpty() && dls.equals(station.name())) {
            return answer("dls station of " + station.name() + " can not be the station itself");
        }
        StationRef.Settings after = Stations.with(
                before,
                body.has("dlsPoison") ? body.flag("dlsPoison") : before.dlsPoison(),
                body.has("dlsSchemaverse") ? body.flag("dlsSchemaverse") : before.dlsSchemaverse(),
                dls,
                body.has("schema") ? body.string("schema") : before.schema());
        if (!after.equals(before)) {
            return answer(stations.update(station, after));
        }
        return answer(body.has("schema") ? stations.refreshSchema(station) : "");
    }

    ObjectNode resend(RequestBody body) {
        try {
            Resend.Result result = resend.resend(body.numbers("ids"));
            ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sent", result.sent());
            ArrayNode noMember = answer.putArray("noMember");
            result.noMember().forEach(noMember::add);
            return answer.put("error", "");
        } catch (MetadataException e) {
            return answer("dead letters can not be read now: " + e.getMessage());
        }
    }

    private static ObjectNode answer(String error) {
        return JsonNodeFactory.instance.objectNode().put("error", error);
    }
}
