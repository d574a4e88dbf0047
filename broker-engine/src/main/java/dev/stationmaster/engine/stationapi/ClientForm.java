package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.station.StationNames;
import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ClientType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What the requests of producers and of consumers have in common, with the SDKs' peculiarities smoothed. Immutable.
///
/// @param name lower case
/// @param station external name, lower case
/// @param type as sent: `application`, `connector` or something wrong
/// @param connectionId without what some SDKs append
record ClientForm(
        String name,
        String station,
        String type,
        String connectionId,
        String appId,
        String sdk,
        int version,
        String user) {
    static ClientForm parse(RequestBody body, String typeField, ClientIdentity from) {
        String connection = body.string("connection_id");
        int end = connection.indexOf("::");
        String id = connection.isEmpty() ? from.connectionId() : end < 0 ? connection : connection.substring(0, end);
        int version = body.count("req_version", 0);
        String app = body.string("app_id");
        String sdk = body.string("sdk_lang");
        return new ClientForm(
                body.string("name").toLowerCase(Locale.ROOT),
                PartitionNames.external(body.string("station_name")),
                body.string(typeField).toLowerCase(Locale.ROOT),
                id,
                app.isEmpty() ? id : app,
                sdk.isEmpty() ? sdkOf(from.lang()) : sdk,
                version,
                StationNames.user(body.string("username")));
    }

    private static String sdkOf(String lang) {
        return switch (lang) {
            case "nats.js" -> "node.js";
            case "python3" -> "python";
            case "" -> "unknown";
            default -> lang;
        };
    }

    boolean hasKnownType() {
        return type.equals("application") || type.equals("connector");
    }

    /// The row, active, with the station's partitions.
    Client row(StationRef station, int node) {
        Instant now = Instant.now();
        return new Client(
                station.name(),
                name,
                type.equals("connector") ? ClientType.CONNECTOR : ClientType.APPLICATION,
                connectionId,
                appId,
                sdk,
                version,
                node,
                true,
                partitions(station),
                now,
                now);
    }

    static List<Integer> partitions(StationRef station) {
        return station.partitions().stream().map(StreamRef::partition).toList();
    }
}
