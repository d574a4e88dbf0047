package dev.stationmaster.engine.config;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.session.SessionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the bare broker's file: JSON with nats-server's names, flat.
///
/// A key that we know and do not serve yet is refused by name; an unknown one is ignored with a warning. All problems
/// are reported together.
public final class BareConfigFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAYLOAD_BYTES = 1 << 20;
    private static final int PAYLOAD_BYTES_MAX = 64 << 20;

    private static final Set<String> SERVED = Set.of(
            "port",
            "host",
            "http_port",
            "store_dir",
            "jetstream",
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
            "websocket");

    private static final Set<String> NOT_SERVED_YET = Set.of("tls", "accounts", "cluster");
    private static final Set<String> WEBSOCKET_SERVED = Set.of("port", "host", "no_tls");
    private static final Set<String> USER_SERVED = Set.of("user", "password", "permissions");
    private static final Set<String> PERMISSIONS_SERVED = Set.of("publish", "subscribe", "allow_responses");

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

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
        checkKeys(json, "", SERVED);
        return new BareConfig(
                toInt(values.port("port")),
                Optional.of(values.text("host")).filter(host -> !host.isEmpty()),
                toInt(values.port("http_port")),
                webSocketPort(values),
                Optional.of(values.text("store_dir"))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of),
                jetstream(values),
                access(values),
                values.text("no_auth_user"),
                limits(values),
                values.text("server_name"),
                values.text("client_advertise"),
                values.duration("lame_duck_duration").orElse(Duration.ofMinutes(2)),
                values.duration("lame_duck_grace_period").orElse(Duration.ofSeconds(10)),
                warnings);
    }

    private void checkKeys(JsonNode object, String prefix, Set<String> served) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = entry.getKey();
            if (entry.getValue().isNull() || served.contains(key)) {
                continue;
            }
            if (prefix.isEmpty() && NOT_SERVED_YET.contains(key)) {
                problems.add("'" + key + "' is not there yet; leave it out");
            } else {
                warnings.add("'" + prefix + key + "' is unknown and ignored");
            }
        }
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
        checkKeys(json, "websocket.", WEBSOCKET_SERVED);
        if (inner.has("tls")) {
            problems.add("'websocket.tls' is not there yet; leave it out");
        }
        return toInt(inner.port("port"));
    }

    private static boolean jetstream(ConfigValues values) {
        JsonNode json = values.node("jetstream");
        if (json.isMissingNode() || (json.isObject() && json.isEmpty())) {
            return true;
        }
        if (!json.isBoolean()) {
            values.problem("jetstream", "true, false or {}");
            return true;
        }
        return json.booleanValue();
    }

    private Access access(ConfigValues values) {
        List<StaticUser> users = new ArrayList<>();
        String single = values.text("user");
        if (!single.isEmpty()) {
            users.add(new StaticUser(single, values.text("pass"), List.of(), List.of(), List.of(), List.of(), false));
        } else if (values.has("pass")) {
            problems.add("'pass' is given without 'user'");
        }
        JsonNode list = values.node("users");
        if (values.has("users") && !list.isArray()) {
            values.problem("users", "a list of objects");
        } else {
            for (JsonNode each : list) {
                users.add(user("users[" + users.size() + "].", each));
            }
        }
        String guest = values.text("no_auth_user");
        if (!guest.isEmpty() && users.stream().noneMatch(user -> user.name().equals(guest))) {
            problems.add("'no_auth_user' is '" + guest + "', which is none of the users");
        }
        return new Access(false, "", "", values.text("token"), users);
    }

    private StaticUser user(String prefix, JsonNode json) {
        ConfigValues values = new ConfigValues(prefix, json, problems);
        checkKeys(json, prefix, USER_SERVED);
        String name = values.text("user");
        if (name.isEmpty()) {
            problems.add("'" + prefix + "user' is missing");
        }
        String inner = prefix + "permissions.";
        JsonNode permissions = values.node("permissions");
        checkKeys(permissions, inner, PERMISSIONS_SERVED);
        return new StaticUser(
                name,
                values.text("password"),
                patterns(permissions, inner, "publish", "allow"),
                patterns(permissions, inner, "publish", "deny"),
                patterns(permissions, inner, "subscribe", "allow"),
                patterns(permissions, inner, "subscribe", "deny"),
                allowsResponses(permissions));
    }

    /// `publish: {allow, deny}`; a bare text or list is the allow list.
    private List<String> patterns(JsonNode permissions, String prefix, String what, String which) {
        JsonNode node = permissions.path(what);
        if (node.isString() || node.isArray()) {
            return which.equals("allow") ? new ConfigValues(prefix, permissions, problems).texts(what) : List.of();
        }
        return new ConfigValues(prefix + what + ".", node, problems).texts(which);
    }

    private static boolean allowsResponses(JsonNode permissions) {
        JsonNode node = permissions.path("allow_responses");
        return node.isObject() || (node.isBoolean() && node.booleanValue());
    }

    private static SessionLimits limits(ConfigValues values) {
        SessionLimits plain = SessionLimits.ofPayload(values.size("max_payload", 1, PAYLOAD_BYTES_MAX)
                .map(Long::intValue)
                .orElse(PAYLOAD_BYTES));
        return new SessionLimits(
                plain.payloadBytesMax(),
                values.size("max_control_line", 64, 1 << 20).map(Long::intValue).orElse(plain.controlLineBytesMax()),
                values.number("max_connections", 1, Integer.MAX_VALUE).orElse(plain.connectionsMax()),
                plain.subscriptionsMax(),
                plain.pendingBytesMax(),
                values.duration("ping_interval").orElse(plain.pingInterval()),
                values.number("ping_max", 1, 1000).orElse(plain.pingsMax()),
                values.duration("write_deadline").orElse(plain.writeDeadline()),
                plain.authTimeout());
    }

    private static OptionalInt toInt(Optional<Integer> value) {
        return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
    }
}
