package dev.stationmaster.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a gateway is told at start; the supervisor writes it as JSON with these names.
///
/// @param host address that every port binds to
/// @param brokers `nats://host:port` of every node
/// @param monitors `host:port` of every node's monitoring port
/// @param supervisorSocket where node actions are passed to, null where no supervisor runs
/// @param jwtSecret signs access tokens; `refreshJwtSecret` the others
public record GatewayConfig(
        String host,
        Ports ports,
        List<String> brokers,
        List<String> monitors,
        String internalUser,
        String internalPassword,
        Metadata metadata,
        @Nullable String supervisorSocket,
        @Nullable String dataDirectory,
        String jwtSecret,
        String refreshJwtSecret) {

    /// Port 0: any free one.
    public record Ports(int rest, int api, int exporter) {
        public static final Ports DEFAULT = new Ports(4444, 9000, 7777);
    }

    /// Where the metadata is: a PostgreSQL by URL.
    public record Metadata(String jdbcUrl, String user, String password) {
        @Override
        public String toString() {
            return "Metadata[" + jdbcUrl + " as " + user + "]";
        }
    }

    /// A configuration that cannot be used, with everything that is wrong with it.
    public static final class InvalidConfigException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidConfigException(String message) {
            super(message);
        }
    }

    @SuppressWarnings("NullAway") // JSON may leave anything out; that is what this constructor is for.
    public GatewayConfig {
        host = host == null ? "127.0.0.1" : host;
        ports = ports == null ? Ports.DEFAULT : ports;
        brokers = brokers == null ? List.of() : List.copyOf(brokers);
        monitors = monitors == null ? List.of() : List.copyOf(monitors);
        List<String> problems = new ArrayList<>();
        check(!brokers.isEmpty(), "brokers is empty (expected: nats://host:port of each node)", problems);
        check(internalUser != null && !internalUser.isEmpty(), "internalUser is missing", problems);
        check(internalPassword != null, "internalPassword is missing", problems);
        check(metadata != null && metadata.jdbcUrl != null, "metadata.jdbcUrl is missing", problems);
        check(jwtSecret != null && !jwtSecret.isBlank(), "jwtSecret is missing", problems);
        check(refreshJwtSecret != null && !refreshJwtSecret.isBlank(), "refreshJwtSecret is missing", problems);
        checkPort("rest", ports.rest, problems);
        checkPort("api", ports.api, problems);
        checkPort("exporter", ports.exporter, problems);
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(String.join("; ", problems));
        }
    }

    /// @throws InvalidConfigException when it is no JSON, or lacks something
    public static GatewayConfig read(Path file) {
        try {
            return Json.mapper().readValue(file.toFile(), GatewayConfig.class);
        } catch (JacksonException e) {
            if (e.getCause() instanceof InvalidConfigException invalid) {
                throw new InvalidConfigException(file + ": " + invalid.getMessage());
            }
            throw new InvalidConfigException(file + ": " + e.getOriginalMessage());
        }
    }

    public void write(Path file) {
        Json.mapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
    }

    private static void check(boolean fine, String problem, List<String> problems) {
        if (!fine) {
            problems.add(problem);
        }
    }

    private static void checkPort(String name, int port, List<String> problems) {
        check(port >= 0 && port <= 65535, "ports." + name + " is " + port + " (expected: 0..65535)", problems);
    }

    /// Without any secret, so that it can be logged.
    @Override
    public String toString() {
        return "GatewayConfig[host=" + host + ", ports=" + ports + ", brokers=" + brokers + ", monitors=" + monitors
                + ", internalUser=" + internalUser + ", metadata=" + metadata + ", supervisorSocket="
                + supervisorSocket + "]";
    }
}
