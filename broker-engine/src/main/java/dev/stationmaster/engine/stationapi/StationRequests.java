package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.station.StationNames;
import dev.stationmaster.engine.station.StationRequest;
import dev.stationmaster.metadata.MetadataException;

/// `$memphis_station_creations` and `$memphis_station_destructions`: the answer is empty on success, else the reason.
final class StationRequests {
    private final Stations stations;
    private final SchemaRequests schemas;
    private final Access access;

    StationRequests(Stations stations, SchemaRequests schemas, Access access) {
        this.stations = stations;
        this.schemas = schemas;
        this.access = access;
    }

    String create(RequestBody body, ClientIdentity from) {
        StationRequest request = StationRequest.parse(body);
        String name = request.name();
        String problem = StationNames.problem("Station", name);
        if (!problem.isEmpty()) {
            return problem;
        }
        if (stations.find(name) != null) {
            return "";
        }
        if (!access.exists(request.username(), from)) {
            return "User " + request.username() + " does not exist";
        }
        if (!access.mayWrite(request.username(), name, from)) {
            return "user " + request.username() + " is not allowed to create station " + name;
        }
        if (!request.problem().isEmpty()) {
            return request.problem();
        }
        problem = schemaProblem(request.settings().schema());
        if (problem.isEmpty()) {
            problem = request.settingsProblem();
        }
        return problem.isEmpty() ? stations.create(name, request.settings(), request.username()) : problem;
    }

    private String schemaProblem(String schema) {
        try {
            return schema.isEmpty() || schemas.exists(schema) ? "" : "Schema " + schema + " does not exist";
        } catch (MetadataException e) {
            return "schema " + schema + " can not be looked up now: " + e.getMessage();
        }
    }

    String destroy(RequestBody body, ClientIdentity from) {
        String name = PartitionNames.external(body.string("station_name"));
        String user = StationNames.user(body.string("username"));
        StationRef station = stations.find(name);
        if (station == null) {
            return "Station " + name + " does not exist";
        }
        return access.mayWrite(user, name, from)
                ? stations.remove(station.name())
                : "user " + user + " is not allowed to access station " + name;
    }
}
