package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneNodeGroupsTest {
    private static final GroupId GROUP = new GroupId("r1-1");

    @TempDir
    Path directory;

    @Test
    void commandsAreAppliedInOrderAndAnsweredWithTheirOutcome() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            cluster.startAll();
            List<Outcome> outcomes = propose(cluster, 0, 1000);
            assertThat(outcomes)
                    .isEqualTo(IntStream.rangeClosed(1, 1000)
                            .mapToObj(n -> (Outcome) new Outcome.Stored(n))
                            .toList());
            assertThat(cluster.machines.get("1/r1-1").texts)
                    .isEqualTo(IntStream.range(0, 1000).mapToObj(n -> "t" + n).toList());
        }
    }

    @Test
    void aRestartGoesOnFromTheCheckpointAndTheLog() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            cluster.startAll();
            propose(cluster, 0, 100);
            cluster.stop(1);
            cluster.start(1);
            assertThat(cluster.machines.get("1/r1-1").restored).isEqualTo(100);
            List<Outcome> outcomes = propose(cluster, 100, 50);
            assertThat(outcomes.getLast()).isEqualTo(new Outcome.Stored(150));
            assertThat(cluster.machines.get("1/r1-1").texts).hasSize(150);
        }
    }

    @Test
    void anUnknownCommandStopsTheReplicaBeforeTheEntry() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            cluster.startAll();
            propose(cluster, 0, 3);
            List<Outcome> outcome = Collections.synchronizedList(new ArrayList<>());
            cluster.nodes.get(1).proposeRaw(GROUP, new byte[] {9, 1, 0}, outcome::add);
            await().atMost(Duration.ofSeconds(10)).until(() -> cluster.stopped.containsKey("1/r1-1"));
            assertThat(cluster.stopped.get("1/r1-1")).contains("kind 9 version 1");
            assertThat(cluster.machines.get("1/r1-1").texts).hasSize(3);
            await().atMost(Duration.ofSeconds(6)).until(() -> outcome.size() == 1);
            assertThat(outcome.getFirst()).isInstanceOf(Outcome.Unknown.class);
        }
    }

    static List<Outcome> propose(TestCluster cluster, int first, int count) {
        cluster.awaitLeader(GROUP);
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < count; i++) {
            cluster.nodes.get(1).proposeRaw(GROUP, ListMachine.append("t" + (first + i)), outcomes::add);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> outcomes.size() == count);
        return outcomes;
    }
}
