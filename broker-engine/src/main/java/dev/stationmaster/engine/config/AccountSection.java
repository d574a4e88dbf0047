package dev.stationmaster.engine.config;

import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.auth.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `accounts: {NAME: {jetstream, users, exports, imports, default_permissions}}`, with exports `{service|stream,
/// accounts}` and imports `{service|stream: {account, subject}, to|prefix}`.
final class AccountSection {
    private static final Set<String> SERVED = Set.of("jetstream", "users", "exports", "imports", "default_permissions");
    private static final Set<String> NOT_SERVED_YET = Set.of("mappings", "limits");
    private static final Set<String> EXPORT_SERVED = Set.of("service", "stream", "accounts", "response_type");
    private static final Set<String> IMPORT_SERVED = Set.of("service", "stream", "to", "prefix");

    private final List<String> problems;
    private final KnownKeys keys;
    private final UserSection section;
    private final List<Account> accounts = new ArrayList<>();
    private final List<StaticUser> users = new ArrayList<>();

    AccountSection(List<String> problems, KnownKeys keys, UserSection section) {
        this.problems = problems;
        this.keys = keys;
        this.section = section;
    }

    void read(ConfigValues values) {
        JsonNode json = values.node("accounts");
        if (values.has("accounts") && !json.isObject()) {
            values.problem("accounts", "an object");
            return;
        }
        for (Map.Entry<String, JsonNode> each : json.properties()) {
            account(each.getKey(), each.getValue());
        }
    }

    List<Account> accounts() {
        return accounts;
    }

    /// The users of all accounts.
    List<StaticUser> users() {
        return users;
    }

    private void account(String name, JsonNode json) {
        String prefix = "accounts." + name + ".";
        ConfigValues values = new ConfigValues(prefix, json, problems);
        keys.check(json, prefix, SERVED, NOT_SERVED_YET);
        Rights otherwise = section.rights(values, prefix, "default_permissions");
        List<StaticUser> own = section.users(values, otherwise);
        users.addAll(own);
        AccountJetStream streams = AccountJetStream.read(values, keys);
        accounts.add(new Account(
                name,
                streams.enabled(),
                streams.limits(),
                own.stream()
                        .map(user -> user.nkey().isEmpty() ? user.name() : user.nkey())
                        .toList(),
                exports(values, prefix),
                imports(values, prefix)));
    }

    private List<Account.Export> exports(ConfigValues values, String outer) {
        List<Account.Export> exports = new ArrayList<>();
        for (JsonNode each : values.node("exports")) {
            String prefix = outer + "exports[" + exports.size() + "].";
            ConfigValues export = new ConfigValues(prefix, each, problems);
            keys.check(each, prefix, EXPORT_SERVED, Set.of("latency", "account_token_position"));
            boolean stream = export.has("stream");
            String subject = export.text(stream ? "stream" : "service");
            if (subject.isEmpty()) {
                problems.add("'" + prefix + "service' or 'stream' is missing");
            }
            exports.add(new Account.Export(stream, subject, export.texts("accounts")));
        }
        return exports;
    }

    private List<Account.Import> imports(ConfigValues values, String outer) {
        List<Account.Import> imports = new ArrayList<>();
        for (JsonNode each : values.node("imports")) {
            String prefix = outer + "imports[" + imports.size() + "].";
            ConfigValues wanted = new ConfigValues(prefix, each, problems);
            keys.check(each, prefix, IMPORT_SERVED, Set.of("share"));
            boolean stream = wanted.has("stream");
            String kind = stream ? "stream" : "service";
            ConfigValues source = new ConfigValues(prefix + kind + ".", wanted.node(kind), problems);
            String subject = source.text("subject");
            if (subject.isEmpty() || source.text("account").isEmpty()) {
                problems.add("'" + prefix + kind + "' needs an account and a subject");
            }
            String before = wanted.text("prefix");
            String to =
                    wanted.text("to").isEmpty() ? (before.isEmpty() ? "" : before + ".") + subject : wanted.text("to");
            imports.add(new Account.Import(stream, source.text("account"), subject, to));
        }
        return imports;
    }
}
