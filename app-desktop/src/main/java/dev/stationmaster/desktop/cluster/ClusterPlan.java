package dev.stationmaster.desktop.cluster;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.NodeConfigFile;
import dev.stationmaster.metadata.MetadataConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// All that is decided before anything starts, and the configuration of each process that follows from it. Immutable.
///
/// @param host address to bind
/// @param database where the metadata is
record ClusterPlan(
        DataDirectory data,
        ClusterIdentity identity,
        Secrets secrets,
        ClusterPorts ports,
        String host,
        MetadataConfig database) {
    private static final int MAX_PAYLOAD = 8 << 20;
    private static final Duration SYNC_INTERVAL = Duration.ofSeconds(1);

    List<Integer> nodes() {
        return IntStream.rangeClosed(1, identity.nodes()).boxed().toList();
    }

    /// Where a client on this machine reaches what binds `host`.
    String reachableHost() {
        return host.equals("0.0.0.0") || host.equals("::") ? ClusterOptions.LOOPBACK : host;
    }

    String address(PortKey key, int node) {
        String name = reachableHost();
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + ports.of(key, node);
    }

    String address(PortKey key) {
        return address(key, 1);
    }

    /// Writes the node's configuration and returns its file.
    Path writeNodeConfig(int node) {
        Path file = data.run().resolve("node-" + node + ".json");
        JsonFile.writeText(file, NodeConfigFile.toJson(nodeConfig(node)));
        return file;
    }

    Path writeGatewayConfig(Path socket) {
        Path file = data.run().resolve("gateway.json");
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("host", host);
        config.put(
                "ports",
                Map.of(
                        "rest", ports.of(PortKey.REST),
                        "api", ports.of(PortKey.API),
                        "exporter", ports.of(PortKey.EXPORTER)));
        config.put(
                "brokers",
                nodes().stream()
                        .map(node -> "nats://" + address(PortKey.CLIENT, node))
                        .toList());
        config.put(
                "monitors",
                nodes().stream().map(node -> address(PortKey.MONITOR, node)).toList());
        config.put("internalUser", secrets.internalUser());
        config.put("internalPassword", secrets.internalPassword());
        config.put(
                "metadata",
                Map.of(
                        "jdbcUrl", database.jdbcUrl(),
                        "user", database.user(),
                        "password", database.password()));
        config.put("supervisorSocket", socket.toString());
        config.put("dataDirectory", data.root().toString());
        config.put("jwtSecret", secrets.jwtSecret());
        config.put("refreshJwtSecret", secrets.refreshJwtSecret());
        config.put("encryptionKey", secrets.encryptionKey());
        JsonFile.write(file, config);
        return file;
    }

    Credentials credentials(boolean rootPasswordKnown) {
        return new Credentials(
                "root",
                rootPasswordKnown ? secrets.rootPassword() : "",
                secrets.internalUser(),
                secrets.internalPassword(),
                database.jdbcUrl(),
                database.user(),
                database.password());
    }

    private NodeConfig nodeConfig(int node) {
        return new NodeConfig(
                node,
                "memphis-" + (node - 1),
                identity.name(),
                secrets.clusterSecret(),
                data.node(node),
                host,
                new NodeConfig.Ports(
                        ports.of(PortKey.CLIENT, node),
                        ports.of(PortKey.WEBSOCKET, node),
                        ports.of(PortKey.MONITOR, node),
                        ports.of(PortKey.CLUSTER, node),
                        ports.of(PortKey.LINK, node)),
                nodes().stream().map(this::member).toList(),
                identity.sync().equals("interval") ? NodeConfig.Sync.INTERVAL : NodeConfig.Sync.ALWAYS,
                SYNC_INTERVAL,
                MAX_PAYLOAD,
                new NodeConfig.Access(true, secrets.internalUser(), secrets.internalPassword(), "", List.of()),
                Optional.of(new NodeConfig.Metadata(database.jdbcUrl(), database.user(), database.password())));
    }

    private NodeConfig.Member member(int node) {
        return new NodeConfig.Member(
                node,
                identity.diskIds().get(node - 1),
                reachableHost(),
                ports.of(PortKey.CLIENT, node),
                ports.of(PortKey.CLUSTER, node),
                ports.of(PortKey.LINK, node));
    }
}
