package dev.stationmaster.engine.link;

import java.util.List;

/// What a broker with routes tells the others about itself. Immutable.
///
/// @param serverId of this run
/// @param cluster name, `""` while it has none
/// @param clusterGiven whether the name was configured; another one gives way to that of the other side
/// @param host where its links are dialled, `""` for the address that it comes from
/// @param clientUrls `host:port` that its clients may be told, empty for none
/// @param diskId what its store was formatted with
/// @param raftPort 0 without JetStream
public record RouteCard(
        String name,
        String serverId,
        String cluster,
        boolean clusterGiven,
        String host,
        int port,
        List<String> clientUrls,
        boolean jetstream,
        String diskId,
        int raftPort) {
    public RouteCard {
        clientUrls = List.copyOf(clientUrls);
    }

    RouteCard at(String otherHost, int otherPort) {
        return new RouteCard(
                name, serverId, cluster, clusterGiven, otherHost, otherPort, clientUrls, jetstream, diskId, raftPort);
    }

    RouteCard servedAt(List<String> urls) {
        return new RouteCard(name, serverId, cluster, clusterGiven, host, port, urls, jetstream, diskId, raftPort);
    }

    RouteCard inCluster(String other) {
        return new RouteCard(name, serverId, other, clusterGiven, host, port, clientUrls, jetstream, diskId, raftPort);
    }
}
