package dev.stationmaster.engine.config;

import dev.stationmaster.engine.net.TlsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `tls: {cert_file, key_file, ca_file, verify, timeout, allow_non_tls, handshake_first}`.
final class TlsSection {
    private static final Set<String> SERVED =
            Set.of("cert_file", "key_file", "ca_file", "verify", "timeout", "allow_non_tls", "handshake_first");
    private static final Set<String> NOT_SERVED_YET =
            Set.of("verify_and_map", "cipher_suites", "curve_preferences", "pinned_certs");

    /// What nats-server waits with `auto`.
    private static final Duration AUTO = Duration.ofMillis(50);

    /// Longer than any client stays silent: INFO never comes first.
    private static final Duration ALWAYS_FIRST = Duration.ofDays(1);

    private TlsSection() {}

    /// Empty when the object has no `tls`.
    static Optional<TlsSettings> read(ConfigValues outer, List<String> problems, KnownKeys keys) {
        if (!outer.has("tls")) {
            return Optional.empty();
        }
        JsonNode json = outer.node("tls");
        String prefix = outer.path("tls") + ".";
        if (!json.isObject()) {
            outer.problem("tls", "an object");
            return Optional.empty();
        }
        ConfigValues values = new ConfigValues(prefix, json, problems);
        keys.check(json, prefix, SERVED, NOT_SERVED_YET);
        for (String file : List.of("cert_file", "key_file")) {
            if (values.text(file).isEmpty()) {
                problems.add("'" + prefix + file + "' is missing");
            }
        }
        return Optional.of(new TlsSettings(
                Path.of(values.text("cert_file")),
                Path.of(values.text("key_file")),
                Optional.of(values.text("ca_file"))
                        .filter(file -> !file.isEmpty())
                        .map(Path::of),
                values.flag("verify"),
                values.duration("timeout").orElse(Duration.ofSeconds(2)),
                values.flag("allow_non_tls"),
                helloWithin(values)));
    }

    /// true, false, `auto` or how long INFO waits for the client's hello.
    private static Duration helloWithin(ConfigValues values) {
        JsonNode node = values.node("handshake_first");
        if (node.isBoolean() || !values.has("handshake_first")) {
            return node.isBoolean() && node.booleanValue() ? ALWAYS_FIRST : Duration.ZERO;
        }
        if (node.isString() && node.stringValue().equals("auto")) {
            return AUTO;
        }
        return values.duration("handshake_first").orElse(Duration.ZERO);
    }
}
