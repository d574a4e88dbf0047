package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeNodeGroupsTest {
    private static final GroupId GROUP = new GroupId("r3-1");

    @TempDir
    Path directory;

    @Test
    void aLeaderThatGoesLosesNothingDoublesNothingAndKeepsTheOrder() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 3)) {
            cluster.startAll();
            awaitLeader(cluster);
            ConcurrentMap<String, Outcome> outcomes = new ConcurrentHashMap<>();
            AtomicBoolean going = new AtomicBoolean(true);
            int first = cluster.leaderOf(GROUP);
            int publisher = first % 3 + 1;
            List<String> proposed = Collections.synchronizedList(new ArrayList<>());
            Thread publishing = Thread.ofPlatform().start(() -> publish(cluster, publisher, going, proposed, outcomes));
            await().atMost(Duration.ofSeconds(20)).until(() -> outcomes.size() > 200);
            cluster.stop(first);
            int before = outcomes.size();
            await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.size() > before + 500);
            cluster.start(first);
            int second = cluster.leaderOf(GROUP);
            int then = outcomes.size();
            await().atMost(Duration.ofSeconds(30)).until(() -> outcomes.size() > then + 500);
            going.set(false);
            publishing.join();
            await().atMost(Duration.ofSeconds(10)).until(() -> outcomes.size() == proposed.size());
            assertThat(second).isNotZero();
            assertNothingLostDoubledOrReordered(cluster, proposed, outcomes);
        }
    }

    @Test
    void lossAndRepetitionOnTheWayToTheLeaderAreInvisible() throws Exception {
        long seed = 20261123;
        Random random = new Random(seed);
        try (TestCluster cluster = new TestCluster(directory, 3)) {
            cluster.startAll();
            awaitLeader(cluster);
            cluster.lost = (from, to) -> {
                synchronized (random) {
                    return random.nextInt(10) == 0;
                }
            };
            cluster.copies = () -> {
                synchronized (random) {
                    return 1 + random.nextInt(2);
                }
            };
            int publisher = cluster.leaderOf(GROUP) % 3 + 1;
            ConcurrentMap<String, Outcome> outcomes = new ConcurrentHashMap<>();
            List<String> proposed = Collections.synchronizedList(new ArrayList<>());
            AtomicBoolean going = new AtomicBoolean(true);
            Thread publishing = Thread.ofPlatform().start(() -> publish(cluster, publisher, going, proposed, outcomes));
            await("seed " + seed).atMost(Duration.ofSeconds(60)).until(() -> outcomes.size() > 1500);
            going.set(false);
            publishing.join();
            cluster.lost = (from, to) -> false;
            await().atMost(Duration.ofSeconds(10)).until(() -> outcomes.size() == proposed.size());
            assertNothingLostDoubledOrReordered(cluster, proposed, outcomes);
        }
    }

    @Test
    void withoutAMajorityEveryCommandIsAnsweredInTime() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 3)) {
            cluster.startAll();
            awaitLeader(cluster);
            int last = cluster.leaderOf(GROUP);
            for (int node = 1; node <= 3; node++) {
                if (node != last) {
                    cluster.stop(node);
                }
            }
            ConcurrentMap<String, Long> answered = new ConcurrentHashMap<>();
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                String text = "t" + i;
                cluster.nodes
                        .get(last)
                        .proposeRaw(
                                GROUP,
                                ListMachine.append(text),
                                outcome -> answered.put(text, System.nanoTime() - start));
            }
            await().atMost(Duration.ofSeconds(6)).until(() -> answered.size() == 50);
            assertThat(answered.values()).allMatch(nanos -> nanos < 4_500_000_000L);
        }
    }

    @Test
    void aLeaderWithoutItsFollowersMayNotServe() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 3)) {
            cluster.startAll();
            awaitLeader(cluster);
            int leader = cluster.leaderOf(GROUP);
            MachineContext context = cluster.machines.get(leader + "/" + GROUP).context;
            await().atMost(Duration.ofSeconds(10)).until(() -> mayServe(context));
            for (int node = 1; node <= 3; node++) {
                if (node != leader) {
                    cluster.stop(node);
                }
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> !mayServe(context));
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).until(() -> !mayServe(context));
        }
    }

    /// Whether the right comes within 200 ms.
    private static boolean mayServe(MachineContext context) throws Exception {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        context.execute(() -> {
            if (context.mayServe(() -> answer.complete(true))) {
                answer.complete(true);
            }
        });
        return answer.completeOnTimeout(false, 200, TimeUnit.MILLISECONDS).get();
    }

    private static void publish(
            TestCluster cluster,
            int node,
            AtomicBoolean going,
            List<String> proposed,
            ConcurrentMap<String, Outcome> outcomes) {
        int n = 0;
        while (going.get()) {
            if (proposed.size() - outcomes.size() > 200) {
                Thread.yield();
                continue;
            }
            String text = "t" + n++;
            proposed.add(text);
            cluster.nodes.get(node).proposeRaw(GROUP, ListMachine.append(text), outcome -> outcomes.put(text, outcome));
        }
    }

    /// Every text that was acknowledged is there once, in the order in which it was proposed, alike on all replicas.
    static void assertNothingLostDoubledOrReordered(
            TestCluster cluster, List<String> proposed, ConcurrentMap<String, Outcome> outcomes) {
        ListMachine some =
                cluster.machines.get(cluster.nodes.keySet().iterator().next() + "/" + GROUP);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (int node : cluster.nodes.keySet()) {
                assertThat(cluster.machines.get(node + "/" + GROUP).texts).hasSize(some.texts.size());
            }
        });
        List<String> stored = List.copyOf(some.texts);
        for (int node : cluster.nodes.keySet()) {
            assertThat(List.copyOf(cluster.machines.get(node + "/" + GROUP).texts))
                    .isEqualTo(stored);
        }
        assertThat(new HashSet<>(stored)).hasSize(stored.size());
        List<String> inOrder = new ArrayList<>(stored);
        inOrder.sort((a, b) -> Integer.compare(number(a), number(b)));
        assertThat(stored).isEqualTo(inOrder);
        for (String text : proposed) {
            if (outcomes.get(text) instanceof Outcome.Stored(long sequence)) {
                assertThat(stored.get((int) sequence - 1)).isEqualTo(text);
            }
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(1));
    }

    private static void awaitLeader(TestCluster cluster) {
        await().atMost(Duration.ofSeconds(20)).until(() -> cluster.leaderOf(GROUP) != 0);
    }
}
