package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.session.SessionLimits;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A cluster of three nodes in this process, without metadata, for tests with unmodified clients.
final class ThreeBrokers implements AutoCloseable {
    private final Path base;
    private final List<NodeConfig.Member> members = new ArrayList<>();
    private final Map<Integer, Node> nodes = new ConcurrentHashMap<>();

    private ThreeBrokers(Path base) {
        this.base = base;
    }

    static ThreeBrokers start(Path base) throws Exception {
        ThreeBrokers cluster = new ThreeBrokers(base);
        Iterator<Integer> ports = BareBroker.freePorts(9).iterator();
        for (int node = 1; node <= 3; node++) {
            Path directory = Files.createDirectories(base.resolve("node-" + node));
            cluster.members.add(new NodeConfig.Member(
                    node, DiskIdentity.formatted(directory), "127.0.0.1", ports.next(), ports.next(), ports.next()));
        }
        List<Thread> starts = new ArrayList<>();
        for (NodeConfig.Member member : cluster.members) {
            starts.add(Thread.ofPlatform().start(() -> cluster.startNode(member)));
        }
        for (Thread start : starts) {
            start.join();
        }
        return cluster;
    }

    private void startNode(NodeConfig.Member member) {
        NodeConfig config = new NodeConfig(
                member.node(),
                "node-" + member.node(),
                "test",
                "secret",
                base.resolve("node-" + member.node()),
                "127.0.0.1",
                new NodeConfig.Ports(member.clientPort(), -1, -1, member.clusterPort(), member.linkPort()),
                members,
                NodeConfig.Sync.ALWAYS,
                Duration.ofSeconds(1),
                1 << 20,
                new NodeConfig.Access(false, "", "", "", List.of()),
                Optional.empty());
        Node node = Node.bare(config, Authenticator.open(), ClientTerms.of(SessionLimits.ofPayload(1 << 20)));
        try {
            node.start();
        } catch (Exception e) {
            throw new IllegalStateException("node " + member.node() + " did not start", e);
        }
        nodes.put(member.node(), node);
    }

    Connection connect(int node) throws Exception {
        return Nats.connect(Options.builder()
                .server("nats://127.0.0.1:" + members.get(node - 1).clientPort())
                .build());
    }

    @Override
    public void close() {
        List<Thread> stops = nodes.values().stream()
                .map(node -> Thread.ofPlatform().start(node::close))
                .toList();
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
