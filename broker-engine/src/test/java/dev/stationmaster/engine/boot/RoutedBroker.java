package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.link.RouteSettings;
import dev.stationmaster.engine.session.SessionLimits;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A bare broker with routes in this process, for tests with unmodified clients.
final class RoutedBroker implements AutoCloseable {
    private final Node node;

    private RoutedBroker(Node node) {
        this.node = node;
    }

    /// @param cluster name, `""` for none
    /// @param routes ports
    static RoutedBroker start(
            Path store, String name, String cluster, boolean jetstream, int port, List<Integer> routes)
            throws Exception {
        String diskId = DiskIdentity.formatted(store);
        NodeConfig config = new NodeConfig(
                1,
                name,
                "bare-" + diskId,
                diskId,
                store,
                "127.0.0.1",
                new NodeConfig.Ports(0, -1, 0, 0, -1),
                List.of(new NodeConfig.Member(1, diskId, "127.0.0.1", 0, 0, 0)),
                NodeConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                1 << 20,
                new NodeConfig.Access(false, "", "", "", List.of()),
                Optional.empty());
        ClientTerms plain = ClientTerms.of(SessionLimits.ofPayload(1 << 20));
        ClientTerms terms = new ClientTerms(
                plain.limits(),
                jetstream,
                "",
                "",
                plain.tls(),
                plain.webSocketTls(),
                plain.homes(),
                plain.folders(),
                plain.room(),
                List.of(),
                plain.lameDuckGrace(),
                plain.lameDuckDuration(),
                plain.leafs(),
                plain.accounts());
        RouteSettings settings = new RouteSettings(
                cluster,
                "127.0.0.1",
                port,
                "",
                0,
                false,
                "u",
                "p",
                routes.stream()
                        .map(route -> new RouteSettings.Target("127.0.0.1", route, "", ""))
                        .toList(),
                OptionalInt.empty());
        Node node = Node.routed(config, Authenticator.open(), terms, settings);
        node.start();
        return new RoutedBroker(node);
    }

    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = IntStream.range(0, count)
                .mapToObj(at -> {
                    try {
                        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return sockets.stream().map(ServerSocket::getLocalPort).toList();
    }

    String client() {
        return "127.0.0.1:" + node.clientPort();
    }

    int routePort() {
        return node.routePort();
    }

    int monitorPort() {
        return node.monitorPort();
    }

    Connection connect() throws Exception {
        return Nats.connect(Options.builder().server("nats://" + client()).build());
    }

    @Override
    public void close() {
        node.close();
    }
}
