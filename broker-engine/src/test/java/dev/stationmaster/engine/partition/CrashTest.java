package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.stream.StreamConfig;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node in a JVM of its own is killed while it appends; what it acknowledged must be there afterwards.
class CrashTest {
    private static final GroupId GROUP = new GroupId("r1-1");
    private static final long STREAM = 3;

    @TempDir
    Path directory;

    @Test
    @Timeout(150)
    void whatWasAcknowledgedOutlivesAKill() throws Exception {
        long seed = 20261124;
        Random random = new Random(seed);
        Map<Long, String> acknowledged = new TreeMap<>();
        for (int round = 0; round < 3; round++) {
            int wanted = 500 + random.nextInt(8000);
            acknowledged.putAll(killAfter(round, wanted));
        }
        assertThat(acknowledged).as("seed " + seed).isNotEmpty();
        verify(acknowledged);
    }

    private Map<Long, String> killAfter(int round, int wanted) throws Exception {
        Path errors = directory.resolve("child-" + round + ".log");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString(),
                        Integer.toString(round))
                .redirectError(errors.toFile())
                .start();
        Map<Long, String> acknowledged = new TreeMap<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = out.readLine()) != null) {
                if (!line.startsWith("a ")) {
                    continue;
                }
                String[] parts = line.split(" ");
                acknowledged.put(Long.parseLong(parts[1]), parts[2]);
                if (acknowledged.size() == wanted) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged.size()).as(Files.readString(errors)).isGreaterThanOrEqualTo(wanted);
        return acknowledged;
    }

    private void verify(Map<Long, String> acknowledged) throws Exception {
        AtomicReference<RecordingSide> side = new AtomicReference<>();
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            cluster.start(1, sideFactory(side));
            cluster.awaitLeader(GROUP);
            propose(
                    cluster,
                    new PartitionCommand.Append(STREAM, "c", new byte[0], "end".getBytes(StandardCharsets.UTF_8)));
            List<String> stored = side.get().ask(() -> {
                PartitionView partition = side.get().context.partition(STREAM);
                List<String> texts = new ArrayList<>();
                for (long sequence = 1; sequence <= partition.stats().lastSequence(); sequence++) {
                    texts.add(new String(partition.load(sequence).payload(), StandardCharsets.UTF_8));
                }
                return texts;
            });
            acknowledged.forEach((sequence, text) -> assertThat(stored.get(sequence.intValue() - 1))
                    .as("sequence " + sequence)
                    .isEqualTo(text));
            assertThat(stored).doesNotHaveDuplicates();
        }
    }

    private static GroupMachine.Factory sideFactory(AtomicReference<RecordingSide> side) {
        return DataMachine.factory(context -> {
            RecordingSide recording = new RecordingSide(context);
            if (context.group().equals(GROUP)) {
                side.set(recording);
            }
            return recording;
        });
    }

    private static void propose(TestCluster cluster, PartitionCommand command) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<Outcome> answer = new AtomicReference<>();
        cluster.nodes.get(1).propose(GROUP, command, outcome -> {
            answer.set(outcome);
            done.countDown();
        });
        boolean answered = done.await(10, TimeUnit.SECONDS);
        if (!answered || !(answer.get() instanceof Outcome.Done || answer.get() instanceof Outcome.Stored)) {
            throw new IllegalStateException(command + " came to " + answer.get());
        }
    }

    /// Appends until it is killed and prints what is acknowledged.
    static final class Child {
        private Child() {}

        private static void endWithParent() {
            try {
                System.in.read();
            } catch (java.io.IOException e) {
                // The parent is gone, which is what we wait for.
            }
            Runtime.getRuntime().halt(1);
        }

        public static void main(String[] arguments) {
            try {
                append(arguments);
            } catch (Exception e) {
                e.printStackTrace();
            }
            Runtime.getRuntime().halt(2);
        }

        private static void append(String[] arguments) throws Exception {
            PrintStream out = System.out;
            TestCluster cluster = new TestCluster(Path.of(arguments[0]), 1);
            cluster.start(1, DataMachine.factory(RecordingSide.Deaf::new));
            Thread.ofPlatform().daemon().start(Child::endWithParent);
            cluster.awaitLeader(GROUP);
            propose(cluster, new PartitionCommand.CreateStream(STREAM, StreamConfig.of("crash", List.of("c"))));
            Semaphore window = new Semaphore(500);
            for (int i = 0; ; i++) {
                window.acquire();
                String text = arguments[1] + "-" + i;
                byte[] payload = text.getBytes(StandardCharsets.UTF_8);
                cluster.nodes
                        .get(1)
                        .propose(GROUP, new PartitionCommand.Append(STREAM, "c", new byte[0], payload), outcome -> {
                            if (outcome instanceof Outcome.Stored(long sequence)) {
                                out.println("a " + sequence + " " + text);
                            }
                            window.release();
                        });
            }
        }
    }
}
