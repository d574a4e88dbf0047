package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.session.SessionLimits;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One broker by itself on a free port, for tests with unmodified clients.
final class BareBroker implements AutoCloseable {
    private final Node node;

    private BareBroker(Node node) {
        this.node = node;
    }

    static BareBroker start(Path store) throws Exception {
        String diskId = DiskIdentity.formatted(store);
        NodeConfig config = new NodeConfig(
                1,
                "bare",
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
        Node node = Node.bare(config, Authenticator.open(), ClientTerms.of(SessionLimits.ofPayload(1 << 20)));
        node.start();
        return new BareBroker(node);
    }

    int port() {
        return node.clientPort();
    }

    int monitorPort() {
        return node.monitorPort();
    }

    Connection connect() throws Exception {
        return Nats.connect(Options.builder()
                .server("nats://127.0.0.1:" + node.clientPort())
                .build());
    }

    @Override
    public void close() {
        node.close();
    }
}
