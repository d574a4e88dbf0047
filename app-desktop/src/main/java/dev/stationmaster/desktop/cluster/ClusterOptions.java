package dev.stationmaster.desktop.cluster;

import java.util.Optional;

/// What `up` was asked for. Immutable.
///
/// @param nodes empty: the stored count, 1 at first
/// @param portsAuto whether ports that were not given are chosen
/// @param password of root at first start; must match later
/// @param sync `always` or `interval`; empty: the stored one, `always` at first
/// @param postgresUrl an external database instead of the bundled one
public record ClusterOptions(
        DataDirectory data,
        Optional<Integer> nodes,
        String host,
        boolean portsAuto,
        PortBases bases,
        Optional<String> password,
        Optional<String> sync,
        Optional<String> postgresUrl) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final String DEFAULT_PASSWORD = "memphis";

    public ClusterOptions {
        nodes.filter(count -> count != 1 && count != 3 && count != 5).ifPresent(count -> {
            throw ClusterException.wrongUsage("--nodes " + count + " (expected: 1, 3 or 5)");
        });
        sync.filter(mode -> !mode.equals("always") && !mode.equals("interval")).ifPresent(mode -> {
            throw ClusterException.wrongUsage("--sync " + mode + " (expected: always or interval)");
        });
        password.filter(String::isEmpty).ifPresent(empty -> {
            throw ClusterException.wrongUsage("--password is empty");
        });
        postgresUrl.filter(url -> !url.startsWith("jdbc:postgresql:")).ifPresent(url -> {
            throw ClusterException.wrongUsage(
                    "--postgres " + url + " (expected: jdbc:postgresql://host:port/database)");
        });
    }

    /// Everything as it is stored, or the defaults.
    public static ClusterOptions standard(DataDirectory data) {
        return new ClusterOptions(
                data,
                Optional.empty(),
                LOOPBACK,
                false,
                PortBases.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    boolean isLocal() {
        return host.equals(LOOPBACK) || host.equals("localhost") || host.equals("::1");
    }
}
