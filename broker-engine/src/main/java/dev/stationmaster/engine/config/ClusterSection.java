package dev.stationmaster.engine.config;

import dev.stationmaster.engine.link.RouteSettings;
import dev.stationmaster.engine.link.RouteSettings.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// `cluster: {name, listen or host and port, routes, advertise, no_advertise, authorization: {user, password}}`, and
/// `raft_port`, which is ours.
final class ClusterSection {
    private static final Set<String> SERVED = Set.of(
            "name",
            "listen",
            "host",
            "net",
            "port",
            "routes",
            "advertise",
            "cluster_advertise",
            "no_advertise",
            "connect_retries",
            "authorization",
            "raft_port");
    private static final Set<String> NOT_SERVED_YET =
            Set.of("tls", "permissions", "pool_size", "accounts", "compression", "ping_interval");
    private static final Set<String> AUTHORIZATION_SERVED = Set.of("user", "password", "timeout");
    private static final int PORT = 6222;

    /// `nats-route://user:password@host:port`, everything but the host optional.
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:[a-z-]+://)?(?:([^:@/]+):([^@/]*)@)?(\\[[0-9a-fA-F:.]+]|[^\\s:/@\\[\\]]*)(?::(-?\\d{1,5}))?/?");

    private final List<String> problems;
    private final KnownKeys keys;

    ClusterSection(List<String> problems, KnownKeys keys) {
        this.problems = problems;
        this.keys = keys;
    }

    Optional<RouteSettings> read(ConfigValues outer, boolean jetstream) {
        if (!outer.has("cluster")) {
            return Optional.empty();
        }
        JsonNode json = outer.node("cluster");
        if (!json.isObject()) {
            outer.problem("cluster", "an object");
            return Optional.empty();
        }
        ConfigValues values = new ConfigValues("cluster.", json, problems);
        keys.check(json, "cluster.", SERVED, NOT_SERVED_YET);
        if (jetstream && outer.text("server_name").isEmpty()) {
            problems.add("'server_name' is missing: with JetStream each broker of a cluster needs one of its own"
                    + " (or 'jetstream' false)");
        }
        if (jetstream && values.text("name").isEmpty()) {
            problems.add("'cluster.name' is missing: with JetStream a cluster needs one (or 'jetstream' false)");
        }
        Target listen = listen(values);
        Target told = advertise(values);
        Target access = authorization(values);
        return Optional.of(new RouteSettings(
                values.text("name"),
                listen.host().isEmpty() ? "0.0.0.0" : listen.host(),
                listen.port(),
                told.host(),
                told.port(),
                values.flag("no_advertise"),
                access.user(),
                access.password(),
                routes(values),
                values.port("raft_port").map(OptionalInt::of).orElse(OptionalInt.empty())));
    }

    private Target listen(ConfigValues values) {
        String host = values.text("net").isEmpty() ? values.text("host") : values.text("net");
        if (values.has("listen")) {
            JsonNode node = values.node("listen");
            String text = node.isIntegralNumber() ? ":" + node.longValue() : node.asString("");
            Optional<Target> listen = address(text.contains(":") ? text : ":" + text);
            if (listen.isEmpty()) {
                values.problem("listen", "a port or a host and a port, as \"0.0.0.0:6222\"");
            }
            return listen.orElse(new Target("", PORT, "", ""));
        }
        int port = values.number("port", -1, 65_535).orElse(PORT);
        return new Target(host.isEmpty() ? "0.0.0.0" : host, Math.max(0, port), "", "");
    }

    private Target advertise(ConfigValues values) {
        String key = values.has("cluster_advertise") ? "cluster_advertise" : "advertise";
        String text = values.text(key);
        Optional<Target> told = text.isEmpty() ? Optional.of(new Target("", 0, "", "")) : address(text);
        if (told.isEmpty() || (!text.isEmpty() && told.get().host().isEmpty())) {
            values.problem(key, "a host, or a host and a port, as \"broker.example.org:6222\"");
        }
        return told.map(target -> text.matches(".*:\\d+/?") ? target : new Target(target.host(), 0, "", ""))
                .orElse(new Target("", 0, "", ""));
    }

    private Target authorization(ConfigValues values) {
        if (!values.has("authorization")) {
            return new Target("", 0, "", "");
        }
        JsonNode json = values.node("authorization");
        if (!json.isObject()) {
            values.problem("authorization", "an object with 'user' and 'password'");
            return new Target("", 0, "", "");
        }
        ConfigValues inner = new ConfigValues("cluster.authorization.", json, problems);
        keys.check(json, "cluster.authorization.", AUTHORIZATION_SERVED, Set.of("permissions", "token", "users"));
        if (inner.text("user").isEmpty() != inner.text("password").isEmpty()) {
            problems.add("'cluster.authorization' needs both 'user' and 'password'");
        }
        return new Target("", 0, inner.text("user"), inner.text("password"));
    }

    private List<Target> routes(ConfigValues values) {
        List<Target> routes = new ArrayList<>();
        for (String text : values.texts("routes")) {
            Optional<Target> route =
                    address(text).filter(target -> !target.host().isEmpty() && target.port() > 0);
            if (route.isPresent()) {
                routes.add(route.get());
            } else if (!text.isEmpty()) {
                problems.add("'cluster.routes' has '" + withoutPassword(text)
                        + "', but each must be an address as \"nats-route://127.0.0.1:6222\"");
            }
        }
        return routes;
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst(":[^:@/]*@", ":***@");
    }

    /// Port 0 stands for any.
    private static Optional<Target> address(String text) {
        Matcher matcher = ADDRESS.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = matcher.group(4) == null ? PORT : Math.max(0, Integer.parseInt(matcher.group(4)));
        String host = matcher.group(3).replaceAll("[\\[\\]]", "");
        return port > 65_535 ? Optional.empty() : Optional.of(new Target(host, port, or(matcher, 1), or(matcher, 2)));
    }

    private static String or(Matcher matcher, int group) {
        return matcher.group(group) == null ? "" : matcher.group(group);
    }
}
