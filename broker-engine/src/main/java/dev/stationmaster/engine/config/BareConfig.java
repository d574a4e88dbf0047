package dev.stationmaster.engine.config;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.auth.Account;
import dev.stationmaster.engine.leaf.LeafSettings;
import dev.stationmaster.engine.link.RouteSettings;
import dev.stationmaster.engine.net.TlsSettings;
import dev.stationmaster.engine.session.SessionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What a bare broker's file says, with defaults filled in where nothing else can decide. Immutable.
///
/// @param port empty: the flag's or the default
/// @param monitorPort empty: none unless a flag says so
/// @param store empty: the flag's, or a temporary folder
/// @param webSocketPort empty: none
/// @param sync when a message counts as durable; nats-server's file has no such key
/// @param tokenRights what clients with the token may do
/// @param accounts whose users have subjects of their own; empty: all share one space
/// @param noAuthUser `""` for none
/// @param serverName `""`: the broker names itself
/// @param advertise `host:port` that clients are told, `""` for none
/// @param leafs connections of other brokers that join an account here, and to those that this one joins
/// @param warnings what was ignored, one sentence each
public record BareConfig(
        OptionalInt port,
        Optional<String> host,
        OptionalInt monitorPort,
        OptionalInt webSocketPort,
        Optional<Path> store,
        JetStream jetstream,
        NodeConfig.Sync sync,
        Access access,
        Rights tokenRights,
        List<Account> accounts,
        Optional<Operator> operator,
        String noAuthUser,
        SessionLimits limits,
        String serverName,
        String advertise,
        Optional<TlsSettings> tls,
        Optional<TlsSettings> webSocketTls,
        Optional<RouteSettings> cluster,
        Duration lameDuckDuration,
        Duration lameDuckGrace,
        LeafSettings leafs,
        List<String> warnings) {

    /// What the broker keeps.
    ///
    /// @param enabled whether there are streams
    /// @param domain `""` for none
    /// @param memoryMax bytes that streams in memory may reserve, -1 for no limit
    /// @param fileMax the same for streams in files
    public record JetStream(boolean enabled, String domain, long memoryMax, long fileMax) {}

    /// Who signs accounts, as JWTs; users log in with JWTs of their accounts.
    ///
    /// @param systemAccount id, `""` for the operator's own word
    /// @param accounts JWT by id
    public record Operator(String jwt, String systemAccount, Map<String, String> accounts) {}

    public BareConfig {
        accounts = List.copyOf(accounts);
        warnings = List.copyOf(warnings);
    }
}
