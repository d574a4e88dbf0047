package dev.stationmaster.engine.link;

import java.util.List;
import java.util.OptionalInt;

/// What nats-server's `cluster` section says.
///
/// @param name `""` for none: that of the first broker that is met
/// @param port 0 for any free one
/// @param advertiseHost what the others dial, `""` for the listener's
/// @param advertisePort 0 for the listener's
/// @param noAdvertise clients of the others are not told of this broker, nor its clients of the others
/// @param user with `password` what a broker must know that dials this one, `""` for nothing
/// @param raftPort where JetStream's replicas meet; empty: one that is chosen once
public record RouteSettings(
        String name,
        String host,
        int port,
        String advertiseHost,
        int advertisePort,
        boolean noAdvertise,
        String user,
        String password,
        List<Target> routes,
        OptionalInt raftPort) {

    /// Another broker's cluster address, with what it wants to know, `""` for this broker's own.
    public record Target(String host, int port, String user, String password) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    public RouteSettings {
        routes = List.copyOf(routes);
    }
}
