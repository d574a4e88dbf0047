package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.router.SwitchBoard;
import dev.stationmaster.engine.session.SessionLimits;
import dev.stationmaster.engine.session.SessionRegistry;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// Where the pages get their numbers.
///
/// @param serving whether clients are accepted yet
public record MonitorSources(
        Identity identity,
        SessionLimits limits,
        NodeCounters counters,
        SessionRegistry sessions,
        SwitchBoard board,
        NodeReport report,
        BooleanSupplier serving,
        boolean authRequired,
        Instant start) {

    /// Who and where this node is; ports as asked for, -1 for none.
    ///
    /// @param cluster name, `""` for a single broker
    /// @param peers other nodes of the cluster
    public record Identity(
            String serverId,
            String serverName,
            String host,
            int port,
            int webSocketPort,
            int monitorPort,
            String cluster,
            int clusterPort,
            int peers) {}
}
