package dev.stationmaster.engine.config;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.net.TlsSettings;
import dev.stationmaster.engine.session.SessionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the bare broker's file: JSON with nats-server's names, flat.
///
/// A key that we know and do not serve yet is refused by name; an unknown one is ignored with a warning. All problems
/// are reported together.
public final class BareConfigFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LAME_DUCK_LEAST = Duration.ofSeconds(30);
    private static final int PAYLOAD_BYTES = 1 << 20;
    private static final int PAYLOAD_BYTES_MAX = 64 << 20;

    private static final Set<String> SERVED = Set.of(
            "port",
            "host",
            "http_port",
            "store_dir",
            "jetstream",
            "sync",
            "user",
            "pass",
            "token",
            "users",
            "max_payload",
            "max_control_line",
            "max_connections",
            "ping_interval",
            "ping_max",
            "write_deadline",
            "no_auth_user",
            "server_name",
            "client_advertise",
            "lame_duck_duration",
            "lame_duck_grace_period",
            "websocket",
            "tls",
            "max_subscriptions",
            "max_pending",
            "auth_timeout",
            "default_permissions",
            "accounts",
            "leafnodes",
            "operator",
            "resolver",
            "resolver_preload",
            "system_account",
            "cluster");

    private static final Pattern ADVERTISED = Pattern.compile("([^\\s:]+|\\[[0-9a-fA-F:.]+]):\\d{1,5}");
    private static final Set<String> WEBSOCKET_SERVED = Set.of("port", "host", "no_tls", "tls");
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final KnownKeys keys = new KnownKeys(problems, warnings);
    private final UserSection users = new UserSection(problems, keys);

    private BareConfigFile() {}

    /// What holds where there is no file.
    public static BareConfig defaults() {
        BareConfigFile reader = new BareConfigFile();
        JsonNode nothing = JSON.createObjectNode();
        return reader.read(new ConfigValues("", nothing, reader.problems), nothing);
    }

    /// @throws ConfigException naming the file and everything that is wrong with it
    public static BareConfig read(Path file) {
        BareConfigFile reader = new BareConfigFile();
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException(file, List.of("cannot be read: " + e.getMessage()));
        } catch (JacksonException e) {
            throw new ConfigException(file, List.of("is no JSON: " + e.getOriginalMessage()));
        }
        if (!json.isObject()) {
            throw new ConfigException(file, List.of("is no JSON object"));
        }
        BareConfig config = reader.read(new ConfigValues("", json, reader.problems), json);
        if (!reader.problems.isEmpty()) {
            throw new ConfigException(file, reader.problems);
        }
        return config;
    }

    private BareConfig read(ConfigValues values, JsonNode json) {
        keys.check(json, "", SERVED, Set.of());
        Optional<TlsSettings> tls = TlsSection.read(values, problems, keys);
        AccountSection accounts = new AccountSection(problems, keys, users);
        accounts.read(values);
        JetStreamSection kept = JetStreamSection.read(values, problems, keys);
        return new BareConfig(
                toInt(values.port("port")),
                Optional.of(values.text("host")).filter(host -> !host.isEmpty()),
                toInt(values.port("http_port")),
                webSocketPort(values),
                kept.store(values),
                kept.jetstream(),
                sync(values),
                users.access(values, accounts.users()),
                users.rights(values, "", "default_permissions"),
                accounts.accounts(),
                users.operator(values),
                values.text("no_auth_user"),
                limits(values, tls),
                values.text("server_name"),
                advertise(values),
                tls,
                webSocketTls(values),
                new ClusterSection(problems, keys).read(values, kept.jetstream().enabled()),
                values.durationFrom("lame_duck_duration", LAME_DUCK_LEAST).orElse(Duration.ofMinutes(2)),
                values.duration("lame_duck_grace_period").orElse(Duration.ofSeconds(10)),
                new LeafSection(problems, keys).read(values),
                warnings);
    }

    private OptionalInt webSocketPort(ConfigValues values) {
        if (!values.has("websocket")) {
            return OptionalInt.empty();
        }
        JsonNode json = values.node("websocket");
        if (!json.isObject()) {
            values.problem("websocket", "an object");
            return OptionalInt.empty();
        }
        ConfigValues inner = new ConfigValues("websocket.", json, problems);
        keys.check(json, "websocket.", WEBSOCKET_SERVED, Set.of());
        return toInt(inner.port("port"));
    }

    private Optional<TlsSettings> webSocketTls(ConfigValues values) {
        JsonNode json = values.node("websocket");
        return TlsSection.read(new ConfigValues("websocket.", json, problems), problems, keys);
    }

    /// A key of our own: nats-server flushes at intervals only.
    private static NodeConfig.Sync sync(ConfigValues values) {
        String word = values.text("sync");
        if (!word.isEmpty() && !word.equals("always") && !word.equals("interval")) {
            values.problem("sync", "\"always\" or \"interval\"");
        }
        return word.equals("interval") ? NodeConfig.Sync.INTERVAL : NodeConfig.Sync.ALWAYS;
    }

    /// `host:port` or `""`.
    private static String advertise(ConfigValues values) {
        String told = values.text("client_advertise");
        if (!told.isEmpty() && !ADVERTISED.matcher(told).matches()) {
            values.problem("client_advertise", "a host and a port, as \"broker.example.org:4222\"");
        }
        return told;
    }

    private static SessionLimits limits(ConfigValues values, Optional<TlsSettings> tls) {
        SessionLimits plain = SessionLimits.ofPayload(values.size("max_payload", 1, PAYLOAD_BYTES_MAX)
                .map(Long::intValue)
                .orElse(PAYLOAD_BYTES));
        return new SessionLimits(
                plain.payloadBytesMax(),
                values.size("max_control_line", 64, 1 << 20).map(Long::intValue).orElse(plain.controlLineBytesMax()),
                values.number("max_connections", 1, Integer.MAX_VALUE).orElse(plain.connectionsMax()),
                values.number("max_subscriptions", 0, Integer.MAX_VALUE).orElse(plain.subscriptionsMax()),
                values.size("max_pending", 1, 1L << 40).orElse(plain.pendingBytesMax()),
                values.duration("ping_interval").orElse(plain.pingInterval()),
                values.number("ping_max", 1, 1000).orElse(plain.pingsMax()),
                values.duration("write_deadline").orElse(plain.writeDeadline()),
                values.duration("auth_timeout")
                        .orElse(tls.map(secured -> secured.timeout().plusSeconds(1))
                                .orElse(plain.authTimeout())));
    }

    private static OptionalInt toInt(Optional<Integer> value) {
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }
}
