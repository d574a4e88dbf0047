package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsAutoTest {
    @Test
    void aSecondStartWithTheOldPortsTakenFindsNewOnesAndAllMessages() throws IOException {
        Path data = Product.newData("ports");
        List<Integer> before;
        try (RunningCluster cluster = RunningCluster.start(data, "--nodes", "3")) {
            before = cluster.ports();
            assertThat(before).allMatch(port -> port < 32_768, "below the ephemeral range");
            NpmClient.flow(cluster.clientPort(1), "kept", 3, 1_000);
            cluster.interrupt();
        }
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int port : before) {
                taken.add(new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")));
            }
            try (RunningCluster cluster = RunningCluster.start(data)) {
                assertThat(cluster.nodes()).isEqualTo(3);
                assertThat(cluster.ports()).doesNotContainAnyElementsOf(before);
                NpmClient.read(cluster.clientPort(3), "kept", 1_000);
                NpmClient.flow(cluster.clientPort(2), "more", 3, 1_000);
                cluster.interrupt();
            }
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
        Product.delete(data);
    }
}
