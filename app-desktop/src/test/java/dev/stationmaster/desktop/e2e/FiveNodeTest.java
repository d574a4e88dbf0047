package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiveNodeTest {
    @Test
    void theFlowHoldsOnFiveReplicasWithTwoNodesKilled() {
        Path data = Product.newData("five");
        try (RunningCluster cluster = RunningCluster.start(data, "--nodes", "5")) {
            NpmClient.flow(cluster.clientPort(1), "before", 5, 2_000);
            int leader = ClusterView.leader(cluster.clientPort(1), "before");
            int other = leader % 5 + 1;
            int alive = other % 5 + 1;
            assertThat(cluster.run("node", "kill", Integer.toString(leader)).exit())
                    .isZero();
            assertThat(cluster.run("node", "kill", Integer.toString(other)).exit())
                    .isZero();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(ClusterView.leader(cluster.clientPort(alive), "before"))
                            .isNotIn(0, leader, other));
            NpmClient.flow(cluster.clientPort(alive), "after", 5, 2_000);
            NpmClient.read(cluster.clientPort(alive), "before", 2_000);
        }
        Product.delete(data);
    }
}
