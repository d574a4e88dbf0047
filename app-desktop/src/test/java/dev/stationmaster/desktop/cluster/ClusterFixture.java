package dev.stationmaster.desktop.cluster;

import java.nio.file.Path;
import java.util.Optional;

/// A cluster of fake nodes and a fake gateway over a real PostgreSQL.
final class ClusterFixture {
    /// PostgreSQL is unpacked once for all tests of the build.
    static final Programs PROGRAMS = new Programs(
            FakeNodeMain.class.getName(),
            FakeGatewayMain.class.getName(),
            Optional.of(Path.of("target", "postgres-bin").toAbsolutePath()));

    private ClusterFixture() {}

    static ClusterOptions options(Path data, Optional<Integer> nodes) {
        return new ClusterOptions(
                new DataDirectory(data),
                nodes,
                ClusterOptions.LOOPBACK,
                true,
                PortBases.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Supervisor supervisor(Path data, int nodes) {
        return new Supervisor(options(data, Optional.of(nodes)), PROGRAMS);
    }
}
