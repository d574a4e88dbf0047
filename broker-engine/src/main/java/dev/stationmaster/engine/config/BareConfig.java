package dev.stationmaster.engine.config;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.session.SessionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a bare broker's file says, with defaults filled in where nothing else can decide. Immutable.
///
/// @param port empty: the flag's or the default
/// @param monitorPort empty: none unless a flag says so
/// @param store empty: the flag's, or a temporary folder
/// @param webSocketPort empty: none
/// @param noAuthUser `""` for none
/// @param serverName `""`: the broker names itself
/// @param advertise `host:port` that clients are told, `""` for none
/// @param warnings what was ignored, one sentence each
public record BareConfig(
        OptionalInt port,
        Optional<String> host,
        OptionalInt monitorPort,
        OptionalInt webSocketPort,
        Optional<Path> store,
        boolean jetstream,
        Access access,
        String noAuthUser,
        SessionLimits limits,
        String serverName,
        String advertise,
        Duration lameDuckDuration,
        Duration lameDuckGrace,
        List<String> warnings) {

    public BareConfig {
        warnings = List.copyOf(warnings);
    }
}
