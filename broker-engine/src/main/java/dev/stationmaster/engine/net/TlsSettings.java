package dev.stationmaster.engine.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a listener speaks TLS; the names of PEM files as nats-server has them.
///
/// @param authorities whose certificates of clients are trusted; empty: the JDK's
/// @param verify whether clients must show a certificate
/// @param timeout for the whole handshake
/// @param optional whether clients may stay in clear text
/// @param helloWithin how long the client's hello is waited for before INFO is sent in clear text; zero: INFO comes
///     first
public record TlsSettings(
        Path certificate,
        Path key,
        Optional<Path> authorities,
        boolean verify,
        Duration timeout,
        boolean optional,
        Duration helloWithin) {}
