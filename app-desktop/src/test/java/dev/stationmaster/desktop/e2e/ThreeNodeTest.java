package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// Three nodes: any of them serves any client, and killing any one loses nothing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeNodeTest {
    private final Path data = Product.newData("three");
    private RunningCluster cluster;

    @BeforeAll
    void start() {
        cluster = RunningCluster.start(data, "--nodes", "3");
    }

    @AfterAll
    void stop() {
        cluster.close();
        Product.delete(data);
    }

    @Test
    @Order(1)
    void theFlowGoesThroughTheSecondNodeOnAStationOfThreeReplicas() {
        NpmClient.flow(cluster.clientPort(2), "flow", 3, 10_000);
        NpmClient.read(cluster.clientPort(3), "flow", 10_000);
    }

    @Test
    @Order(2)
    void theLargestMessagePassesThroughThreeReplicas() {
        Largest.throughSdk(cluster.clientPort(2), 3);
    }

    @Test
    @Order(3)
    void publishingGoesOnWhenTheLeaderIsKilledAndWhenAnotherFollowsIt() throws InterruptedException {
        NpmClient.run("station", java.util.Map.of("port", cluster.clientPort(1), "station", "kills", "replicas", 3));
        List<Integer> ports =
                IntStream.rangeClosed(1, 3).mapToObj(cluster::clientPort).toList();
        try (AckedPublisher publisher = new AckedPublisher(ports, "kills", 0, true)) {
            awaitMore(publisher, 500);
            int first = ClusterView.leader(cluster.clientPort(1), "kills");
            publisher.longestGap();
            assertThat(cluster.run("node", "kill", Integer.toString(first)).exit())
                    .isZero();
            awaitMore(publisher, 500);
            Duration firstGap = publisher.longestGap();
            assertThat(firstGap)
                    .as("no acknowledgement after the leader's death")
                    .isLessThan(Duration.ofSeconds(15));

            assertThat(cluster.run("node", "start", Integer.toString(first)).exit())
                    .isZero();
            int second = first % 3 + 1;
            ClusterView.awaitCaughtUp(cluster.clientPort(second), first);
            publisher.longestGap();
            assertThat(cluster.run("node", "kill", Integer.toString(second)).exit())
                    .isZero();
            awaitMore(publisher, 500);
            System.out.println("gaps: leader killed " + firstGap.toMillis() + " ms, second node killed "
                    + publisher.longestGap().toMillis() + " ms");
            publisher.stop();
            Stored.holdsAll(publisher.acked(), RawClient.readAll(cluster.clientPort(first), "kills$1"));
            assertThat(cluster.run("node", "start", Integer.toString(second)).exit())
                    .isZero();
            ClusterView.awaitCaughtUp(cluster.clientPort(first), second);
        }
    }

    private static void awaitMore(AckedPublisher publisher, int count) {
        int goal = publisher.acked().size() + count;
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> publisher.acked().size() >= goal);
    }
}
