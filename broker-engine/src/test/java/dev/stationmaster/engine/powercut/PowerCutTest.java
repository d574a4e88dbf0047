package dev.stationmaster.engine.powercut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power goes while messages are published at full rate; what was acknowledged must be there afterwards.
/// `-Dstationmaster.rounds=20 -Dstationmaster.seed=N` sets the number of cuts and the seed.
class PowerCutTest {
    /// A flush at the interval begins this late and takes this long at most on a busy machine.
    private static final Duration ALLOWANCE = Duration.ofSeconds(1);

    private static final int CUTS = Integer.getInteger("stationmaster.rounds", 2);

    private final long seed = Long.getLong("stationmaster.seed", System.nanoTime());

    /// Beside the classes: the temporary folder may be in memory.
    @TempDir(factory = BesideClasses.class)
    Path folder;

    @BeforeEach
    void needsADiskOfItsOwn() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "cutting the power of a disk needs Linux's ext4");
        try {
            LoopDisk.make(Files.createDirectories(folder.resolve("try")), 16 << 20)
                    .close();
        } catch (IOException e) {
            assumeTrue(false, "cutting the power of a disk needs root and a loop device: " + e.getMessage());
        }
    }

    @Test
    void withSyncAlwaysNoAcknowledgedMessageIsMissing() throws Exception {
        PowerCuts cuts = new PowerCuts(
                folder, Server.stationmaster("always"), seed, Duration.ofMillis(300), Duration.ofMillis(2_500));
        List<PowerCuts.Cut> results = cuts.run(CUTS);
        report("sync always", results);
        assertThat(results).as("seed " + seed).allSatisfy(cut -> {
            assertThat(cut.lost()).isZero();
            assertThat(cut.displaced()).isZero();
        });
    }

    @Test
    void withSyncIntervalNothingOlderThanTheIntervalIsMissing() throws Exception {
        PowerCuts cuts = new PowerCuts(
                folder, Server.stationmaster("interval"), seed, Duration.ofMillis(1_500), Duration.ofMillis(4_000));
        List<PowerCuts.Cut> results = cuts.run(Math.max(1, CUTS / 2));
        report("sync interval of 1 s", results);
        Duration bound = Duration.ofSeconds(1).plus(ALLOWANCE);
        assertThat(results).as("seed " + seed).allSatisfy(cut -> {
            assertThat(Duration.ofNanos(cut.oldestLostNanos())).isLessThan(bound);
            assertThat(cut.displaced()).isZero();
        });
    }

    /// No test of ours, but the figures of the README.
    @Test
    void natsServerUnderTheSameCuts() throws Exception {
        assumeTrue(Boolean.getBoolean("stationmaster.long"), "a comparison, with -Dstationmaster.long=true");
        try {
            LoopDisk.run("nats-server", "--version");
        } catch (IOException e) {
            assumeTrue(false, "nats-server is not installed");
        }
        report(
                "nats-server, cut like ours",
                new PowerCuts(folder, Server.natsServer(), seed, Duration.ofMillis(300), Duration.ofMillis(2_500))
                        .run(CUTS));
        report(
                "nats-server, later",
                new PowerCuts(folder, Server.natsServer(), seed, Duration.ofSeconds(10), Duration.ofSeconds(40))
                        .run(Math.max(1, CUTS / 2)));
    }

    private void report(String what, List<PowerCuts.Cut> cuts) {
        System.out.printf(
                "%s: %d cuts, %,d acknowledged, %,d lost (oldest %.1f s before the cut), %d displaced, seed %d%n",
                what,
                cuts.size(),
                cuts.stream().mapToLong(PowerCuts.Cut::acked).sum(),
                cuts.stream().mapToLong(PowerCuts.Cut::lost).sum(),
                cuts.stream().mapToLong(PowerCuts.Cut::oldestLostNanos).max().orElse(0) / 1e9,
                cuts.stream().mapToInt(PowerCuts.Cut::displaced).sum(),
                seed);
    }

    static final class BesideClasses implements org.junit.jupiter.api.io.TempDirFactory {
        @Override
        public Path createTempDirectory(
                org.junit.jupiter.api.extension.AnnotatedElementContext element,
                org.junit.jupiter.api.extension.ExtensionContext context)
                throws IOException {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "powercut-")
                    .toAbsolutePath();
        }
    }
}
