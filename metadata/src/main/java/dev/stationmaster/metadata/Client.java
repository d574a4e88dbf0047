package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.List;

/// One producer or consumer on one connection: who it is and where it is connected. Immutable.
///
/// @param station external name
/// @param name lower case
/// @param connectionId the SDK's id of its connection, not the broker's number
/// @param appId one per process of the client; the connection id where the SDK sends none
/// @param sdk `go`, `python`, `node.js`, `.NET`, … or `unknown`
/// @param requestVersion version of the SDK's requests
/// @param node broker node that holds the connection
/// @param updatedAt when it was made or last changed between active and inactive
public record Client(
        String station,
        String name,
        ClientType type,
        String connectionId,
        String appId,
        String sdk,
        int requestVersion,
        int node,
        boolean active,
        List<Integer> partitions,
        Instant createdAt,
        Instant updatedAt) {
    public Client {
        partitions = List.copyOf(partitions);
    }

    public Client activated(int newNode, Instant at) {
        return new Client(
                station,
                name,
                type,
                connectionId,
                appId,
                sdk,
                requestVersion,
                newNode,
                true,
                partitions,
                createdAt,
                at);
    }

    public Client deactivated(Instant at) {
        return new Client(
                station, name, type, connectionId, appId, sdk, requestVersion, node, false, partitions, createdAt, at);
    }
}
