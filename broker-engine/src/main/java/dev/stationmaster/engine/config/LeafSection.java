package dev.stationmaster.engine.config;

import dev.stationmaster.engine.leaf.LeafSettings;
import dev.stationmaster.engine.leaf.LeafSettings.Address;
import dev.stationmaster.engine.leaf.LeafSettings.Listen;
import dev.stationmaster.engine.leaf.LeafSettings.Remote;
import dev.stationmaster.engine.leaf.LeafSettings.User;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `leafnodes: {host, port | listen, authorization, remotes, reconnect}`.
final class LeafSection {
    private static final Set<String> SERVED =
            Set.of("host", "net", "port", "listen", "authorization", "remotes", "reconnect");
    private static final Set<String> NOT_SERVED_YET =
            Set.of("tls", "advertise", "no_advertise", "compression", "min_version");
    private static final Set<String> REMOTE_SERVED = Set.of("url", "urls", "account", "deny_imports", "deny_exports");
    private static final Set<String> REMOTE_NOT_SERVED_YET =
            Set.of("credentials", "nkey", "tls", "hub", "ws_compression", "ws_no_masking", "jetstream_cluster_migrate");
    private static final Set<String> SCHEMES = Set.of("leaf", "nats-leaf", "nats", "nats-route");

    private final List<String> problems;
    private final KnownKeys keys;

    LeafSection(List<String> problems, KnownKeys keys) {
        this.problems = problems;
        this.keys = keys;
    }

    LeafSettings read(ConfigValues file) {
        JsonNode json = file.node("leafnodes");
        if (!file.has("leafnodes")) {
            return LeafSettings.NONE;
        }
        if (!json.isObject()) {
            file.problem("leafnodes", "an object");
            return LeafSettings.NONE;
        }
        keys.check(json, "leafnodes.", SERVED, NOT_SERVED_YET);
        ConfigValues values = new ConfigValues("leafnodes.", json, problems);
        List<Remote> remotes = new ArrayList<>();
        for (JsonNode each : values.node("remotes")) {
            remotes.add(remote("leafnodes.remotes[" + remotes.size() + "].", each));
        }
        return new LeafSettings(
                listen(values), remotes, values.duration("reconnect").orElse(Duration.ofSeconds(1)));
    }

    private Optional<Listen> listen(ConfigValues values) {
        List<User> users = users(values);
        if (values.has("listen")) {
            String text = values.node("listen").asString("");
            int colon = text.lastIndexOf(':');
            try {
                String host = colon < 0 ? "" : text.substring(0, colon);
                int port = Math.max(0, Integer.parseInt(text.substring(colon + 1)));
                return Optional.of(new Listen(host.isEmpty() ? "0.0.0.0" : host, port, users));
            } catch (NumberFormatException e) {
                values.problem("listen", "a host and a port, as \"127.0.0.1:7422\"");
                return Optional.empty();
            }
        }
        String host = values.text(values.has("host") ? "host" : "net");
        return values.number("port", -1, 65_535)
                .map(port -> new Listen(host.isEmpty() ? "0.0.0.0" : host, Math.max(0, port), users));
    }

    private List<User> users(ConfigValues values) {
        JsonNode json = values.node("authorization");
        if (!json.isObject()) {
            return List.of();
        }
        String prefix = "leafnodes.authorization.";
        keys.check(
                json,
                prefix,
                Set.of("user", "username", "password", "pass", "account", "users", "timeout"),
                Set.of("nkey", "proxy_required"));
        List<User> users = new ArrayList<>();
        for (JsonNode each : json.path("users")) {
            users.add(user(new ConfigValues(prefix + "users[" + users.size() + "].", each, problems)));
        }
        if (users.isEmpty()) {
            users.add(user(new ConfigValues(prefix, json, problems)));
        }
        return users;
    }

    private static User user(ConfigValues values) {
        return new User(
                values.text(values.has("user") ? "user" : "username"),
                values.text(values.has("password") ? "password" : "pass"),
                values.text("account"));
    }

    private Remote remote(String prefix, JsonNode json) {
        keys.check(json, prefix, REMOTE_SERVED, REMOTE_NOT_SERVED_YET);
        ConfigValues values = new ConfigValues(prefix, json, problems);
        List<String> urls = values.texts(values.has("urls") ? "urls" : "url");
        List<Address> addresses = new ArrayList<>();
        for (String url : urls) {
            address(url)
                    .ifPresentOrElse(
                            addresses::add,
                            () -> problems.add("'" + prefix + "url' is \"" + url
                                    + "\", but must be as \"leaf://user:password@host:7422\""));
        }
        if (urls.isEmpty()) {
            problems.add("'" + prefix + "url' is missing");
        }
        return new Remote(
                addresses, values.text("account"), values.texts("deny_imports"), values.texts("deny_exports"));
    }

    private static Optional<Address> address(String url) {
        try {
            URI uri = URI.create(url.contains("://") ? url : "leaf://" + url);
            if (uri.getHost() == null || !SCHEMES.contains(uri.getScheme())) {
                return Optional.empty();
            }
            String login = uri.getUserInfo() == null ? "" : uri.getUserInfo();
            int colon = login.indexOf(':');
            return Optional.of(new Address(
                    uri.getHost(),
                    uri.getPort() < 0 ? LeafSettings.PORT : uri.getPort(),
                    colon < 0 ? login : login.substring(0, colon),
                    colon < 0 ? "" : login.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
