package dev.stationmaster.engine.protocol;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a client said in `CONNECT`. Absent texts are `""`; so are those that a client sends empty.
///
/// @param verbose whether each well-formed operation is answered `+OK`
/// @param pedantic whether publish subjects are checked
/// @param echo whether the client receives what it publishes itself
/// @param headers whether it can receive `HMSG`
/// @param protocol 0, or 1 when it understands later `INFO`s
/// @param account whether the client tried to choose an account
/// @param signature base64, over INFO's nonce
public record ConnectOptions(
        boolean verbose,
        boolean pedantic,
        boolean echo,
        boolean headers,
        boolean noResponders,
        int protocol,
        String user,
        String password,
        String token,
        String name,
        String lang,
        String version,
        boolean account,
        String nkey,
        String jwt,
        String signature) {

    /// In force until `CONNECT`, and for keys that it leaves out.
    public static final ConnectOptions DEFAULTS =
            new ConnectOptions(true, true, true, false, false, 0, "", "", "", "", "", "", false, "", "", "");

    private static final List<String> FLAGS =
            List.of("verbose", "pedantic", "echo", "headers", "no_responders", "new_account", "tls_required");
    private static final List<String> TEXTS =
            List.of("user", "pass", "auth_token", "name", "lang", "version", "account", "nkey", "jwt", "sig");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Reads the JSON of a `CONNECT`; empty when it is none, or a value has the wrong type.
    public static Optional<ConnectOptions> parse(byte[] json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        if (node == null || !node.isObject() || !hasRightTypes(node)) {
            return Optional.empty();
        }
        return Optional.of(new ConnectOptions(
                flag(node, "verbose", true),
                flag(node, "pedantic", true),
                flag(node, "echo", true),
                flag(node, "headers", false),
                flag(node, "no_responders", false),
                node.path("protocol").asInt(0),
                text(node, "user"),
                text(node, "pass"),
                text(node, "auth_token"),
                text(node, "name"),
                text(node, "lang"),
                text(node, "version"),
                !text(node, "account").isEmpty() || flag(node, "new_account", false),
                text(node, "nkey"),
                text(node, "jwt"),
                text(node, "sig")));
    }

    private static boolean hasRightTypes(JsonNode node) {
        return FLAGS.stream().map(node::path).allMatch(value -> value.isBoolean() || isAbsent(value))
                && TEXTS.stream().map(node::path).allMatch(value -> value.isString() || isAbsent(value))
                && (node.path("protocol").isIntegralNumber() || isAbsent(node.path("protocol")));
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static boolean flag(JsonNode node, String key, boolean otherwise) {
        JsonNode value = node.path(key);
        return value.isBoolean() ? value.booleanValue() : otherwise;
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isString() ? value.stringValue() : "";
    }
}
