package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Seeded rounds: everything killed at once in the middle of publishing, then compared with what was acknowledged.
/// `-Dstationmaster.rounds=20 -Dstationmaster.seed=N` sets their number and the first seed.
class CrashRoundsTest {
    private static final int BEFORE_EACH = 1_000;

    @Test
    void nothingAcknowledgedIsLostDoubledOrMovedWhenEverythingDiesAtOnce() {
        int rounds = Integer.getInteger("stationmaster.rounds", 3);
        long firstSeed = Long.getLong("stationmaster.seed", 20260101L);
        Path data = Product.newData("crash");
        Map<Integer, Long> acked = new TreeMap<>();
        int nextId = 0;
        RunningCluster cluster = RunningCluster.start(data);
        try {
            NpmClient.run("station", Map.of("port", cluster.clientPort(1), "station", "crash"));
            for (int round = 1; round <= rounds; round++) {
                long seed = firstSeed + round;
                try (AckedPublisher publisher =
                        new AckedPublisher(List.of(cluster.clientPort(1)), "crash", nextId, false)) {
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(60))
                            .until(() -> publisher.acked().size() >= BEFORE_EACH);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(new Random(seed).nextInt(1500)));
                    cluster.killEverything();
                    publisher.close();
                    acked.putAll(publisher.acked());
                    nextId = publisher.nextId();
                }
                cluster = RunningCluster.start(data);
                List<RawClient.Stored> stored = RawClient.readAll(cluster.clientPort(1), "crash$1");
                System.out.println("round " + round + " seed " + seed + ": " + acked.size() + " acknowledged, "
                        + stored.size() + " stored, up again after "
                        + cluster.startup().toMillis() + " ms");
                assertThat(stored.size()).isGreaterThanOrEqualTo(acked.size());
                Stored.holdsAll(acked, stored);
            }
        } finally {
            cluster.close();
        }
        Product.delete(data);
    }
}
