package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.auth.SubjectSpaces;
import dev.stationmaster.engine.jsapi.Quota;
import dev.stationmaster.engine.leaf.LeafSettings;
import dev.stationmaster.engine.net.TlsSettings;
import dev.stationmaster.engine.session.SessionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How a node serves its clients, apart from who they may be.
///
/// @param jetstream whether there are streams; without them a bare broker keeps nothing and opens no group
/// @param domain of JetStream, `""` for none
/// @param homes accounts that keep streams, at least one where there are streams
/// @param folders where their streams are
/// @param room what the whole broker may keep
/// @param apart what stands in the router before the subjects of each account without JetStream
/// @param lameDuckGrace how long clients may go by themselves when they are sent elsewhere
/// @param lameDuckDuration when the last one is ended
/// @param leafs leaf connections
/// @param accounts subjects by name of the account
/// @param advertise `host:port` that clients are told instead of the listener's, `""` for none
record ClientTerms(
        SessionLimits limits,
        boolean jetstream,
        String domain,
        String advertise,
        Optional<TlsSettings> tls,
        Optional<TlsSettings> webSocketTls,
        List<SubjectSpaces.Home> homes,
        AccountFolders folders,
        Quota.Room room,
        List<String> apart,
        Duration lameDuckGrace,
        Duration lameDuckDuration,
        LeafSettings leafs,
        Function<String, Optional<SubjectSpace>> accounts) {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration DURATION = Duration.ofMinutes(2);

    /// What holds unless something else is said.
    static ClientTerms of(SessionLimits limits) {
        return new ClientTerms(
                limits,
                true,
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                SubjectSpaces.none().homes(),
                new AccountFolders(Path.of(""), ""),
                Quota.Room.UNLIMITED,
                List.of(),
                GRACE,
                DURATION,
                LeafSettings.NONE,
                SubjectSpaces.none()::ofAccount);
    }
}
