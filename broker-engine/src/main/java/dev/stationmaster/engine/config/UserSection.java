package dev.stationmaster.engine.config;

import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.config.BareConfig.Operator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Who may connect: `user` and `pass`, `token`, `users` with passwords or keys, or an operator's accounts.
final class UserSection {
    private static final Set<String> USER_SERVED = Set.of("user", "password", "nkey", "permissions");
    private static final Set<String> PERMISSIONS_SERVED = Set.of("publish", "subscribe", "allow_responses");
    private static final Set<String> RESPONSES_SERVED = Set.of("max", "expires");

    private final List<String> problems;
    private final KnownKeys keys;

    UserSection(List<String> problems, KnownKeys keys) {
        this.problems = problems;
        this.keys = keys;
    }

    /// @param ofAccounts users that the accounts brought
    Access access(ConfigValues values, List<StaticUser> ofAccounts) {
        List<StaticUser> users = new ArrayList<>(ofAccounts);
        Rights otherwise = rights(values, "", "default_permissions");
        String single = values.text("user");
        if (!single.isEmpty()) {
            users.add(new StaticUser(single, values.text("pass"), "", otherwise));
        } else if (values.has("pass")) {
            problems.add("'pass' is given without 'user'");
        }
        users.addAll(users(values, otherwise));
        String guest = values.text("no_auth_user");
        if (!guest.isEmpty() && users.stream().noneMatch(user -> user.name().equals(guest))) {
            problems.add("'no_auth_user' is '" + guest + "', which is none of the users");
        }
        return new Access(false, "", "", values.text("token"), users);
    }

    /// The list under `users`.
    ///
    /// @param otherwise rights of users that name none
    List<StaticUser> users(ConfigValues values, Rights otherwise) {
        List<StaticUser> users = new ArrayList<>();
        JsonNode list = values.node("users");
        if (values.has("users") && !list.isArray()) {
            values.problem("users", "a list of objects");
            return users;
        }
        for (JsonNode each : list) {
            users.add(user(values.path("users") + "[" + users.size() + "].", each, otherwise));
        }
        return users;
    }

    private StaticUser user(String prefix, JsonNode json, Rights otherwise) {
        ConfigValues values = new ConfigValues(prefix, json, problems);
        keys.check(json, prefix, USER_SERVED, Set.of());
        String name = values.text("user");
        String nkey = values.text("nkey");
        if (name.isEmpty() && nkey.isEmpty()) {
            problems.add("'" + prefix + "user' is missing");
        }
        return new StaticUser(
                name,
                values.text("password"),
                nkey,
                values.has("permissions") ? rights(values, prefix, "permissions") : otherwise);
    }

    /// The permissions under that key, all when it is absent.
    Rights rights(ConfigValues values, String prefix, String key) {
        if (!values.has(key)) {
            return Rights.ALL;
        }
        String inner = prefix + key + ".";
        JsonNode permissions = values.node(key);
        keys.check(permissions, inner, PERMISSIONS_SERVED, Set.of());
        JsonNode responses = permissions.path("allow_responses");
        ConfigValues limits = new ConfigValues(inner + "allow_responses.", responses, problems);
        boolean allowed = responses.isObject() || (responses.isBoolean() && responses.booleanValue());
        if (responses.isObject()) {
            keys.check(responses, inner + "allow_responses.", RESPONSES_SERVED, Set.of());
        }
        return new Rights(
                patterns(permissions, inner, "publish", "allow"),
                patterns(permissions, inner, "publish", "deny"),
                patterns(permissions, inner, "subscribe", "allow"),
                patterns(permissions, inner, "subscribe", "deny"),
                allowed ? limits.number("max", -1, Integer.MAX_VALUE).orElse(1) : 0,
                limits.duration("expires").orElse(Duration.ZERO));
    }

    /// `publish: {allow, deny}`; a bare text or list is the allow list.
    private List<String> patterns(JsonNode permissions, String prefix, String what, String which) {
        JsonNode node = permissions.path(what);
        if (node.isString() || node.isArray()) {
            return which.equals("allow") ? new ConfigValues(prefix, permissions, problems).texts(what) : List.of();
        }
        return new ConfigValues(prefix + what + ".", node, problems).texts(which);
    }

    /// `operator`, a JWT or a file with one, with `resolver: MEMORY` and `resolver_preload`.
    Optional<Operator> operator(ConfigValues values) {
        String said = values.text("operator");
        if (said.isEmpty()) {
            return Optional.empty();
        }
        if (!values.text("resolver").equalsIgnoreCase("MEMORY")) {
            values.problem("resolver", "\"MEMORY\", the accounts in 'resolver_preload'; others are not there yet");
        }
        Map<String, String> accounts = new LinkedHashMap<>();
        values.node("resolver_preload")
                .properties()
                .forEach(each -> accounts.put(each.getKey(), each.getValue().asString("")));
        return Optional.of(new Operator(jwt(said), values.text("system_account"), accounts));
    }

    private String jwt(String operator) {
        if (operator.startsWith("eyJ")) {
            return operator;
        }
        try {
            return Files.readString(Path.of(operator))
                    .lines()
                    .filter(line -> line.startsWith("eyJ"))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            problems.add("'operator' is '" + operator + "', neither a JWT nor a file that can be read");
            return "";
        }
    }
}
