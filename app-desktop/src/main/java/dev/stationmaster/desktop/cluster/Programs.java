package dev.stationmaster.desktop.cluster;

import java.nio.file.Path;
import java.util.Optional;

/// What the supervisor starts.
///
/// @param postgresPrograms unpacked PostgreSQL to be used instead of one in the data directory
public record Programs(String nodeMain, String gatewayMain, Optional<Path> postgresPrograms) {
    public static final Programs STANDARD = new Programs(
            "dev.stationmaster.engine.boot.NodeMain", "dev.stationmaster.gateway.boot.GatewayMain", Optional.empty());
}
