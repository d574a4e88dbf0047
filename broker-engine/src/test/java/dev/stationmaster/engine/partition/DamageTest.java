package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.replication.ReplicatedLogs;
import dev.stationmaster.engine.replication.local.LocalLogs;
import dev.stationmaster.engine.replication.ratis.RatisLogs;
import dev.stationmaster.engine.storage.DamagedRecordException;
import dev.stationmaster.engine.stream.StreamConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of file that a node writes is damaged in one place while the node is down: a byte flipped, or the file
/// cut.
/// Then the node either serves just what was stored, says of a message that it is damaged, or does not start and names
/// the file. `-Dstationmaster.long=true` tries more places, `-Dstationmaster.seed=N` sets the seed.
class DamageTest {
    private static final GroupId GROUP = new GroupId("r1-1");
    private static final long STREAM = 3;
    private static final int PLACES = Boolean.getBoolean("stationmaster.long") ? 40 : 2;
    private static final int MESSAGES = 3_000;
    private static final int LATER = 300;

    @TempDir
    Path base;

    private final long seed = Long.getLong("stationmaster.seed", 20261123);
    private final Random random = new Random(seed);
    private final Map<Long, byte[]> stored = new TreeMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    /// What came of a damaged file.
    private enum Outcomes {
        UNHARMED,
        MESSAGES_REPORTED,
        REFUSED_BY_NAME,
        /// The log's very last entry cannot be told from one that a crash has torn. Of a Raft log that was cut, Ratis
        /// sees no more than that it ends earlier.
        END_OF_LOG_GONE
    }

    @Test
    void filesOfAGroupOfOne() throws Exception {
        tryAll(LocalLogs::new, PLACES);
    }

    @Test
    void filesOfRaft() throws Exception {
        tryAll(RatisLogs::new, PLACES / 2, "/log_", "/raft-meta");
    }

    @Test
    void aLostCheckpointRemovesNoFile() throws Exception {
        Path master = base.resolve("master");
        build(master, LocalLogs::new);
        Path checkpoint = Path.of("streams/r1-1/checkpoint");
        Files.delete(master.resolve(checkpoint));
        copy(master, base.resolve("copy"));
        // The log still has everything.
        assertThat(start(base.resolve("copy"), checkpoint, LocalLogs::new)).isEqualTo(Outcomes.UNHARMED);

        try (RandomAccessFile slot =
                new RandomAccessFile(master.resolve("log/r1-1/slot-0.log").toFile(), "rw")) {
            slot.write(0);
        }
        assertThatThrownBy(() -> new Node(master, LocalLogs::new)).hasMessageContaining("slot-0.log");
        assertThat(master.resolve("streams/r1-1/" + STREAM + "/000000000001.seg"))
                .exists();
    }

    private void tryAll(Function<NodeConfig, ReplicatedLogs> logs, int places, String... only) throws Exception {
        Path master = base.resolve("master");
        build(master, logs);
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(master)) {
            all.filter(Files::isRegularFile)
                    .map(master::relativize)
                    .filter(file -> only.length == 0 || Stream.of(only).anyMatch(part -> ("/" + file).contains(part)))
                    .sorted()
                    .forEach(files::add);
        }
        int cases = 0;
        for (Path file : files) {
            byte[] sound = Files.readAllBytes(master.resolve(file));
            int used = used(sound);
            for (int i = 0; i < places && used > 0; i++) {
                tryOne(master, file, logs, flipped(sound, random.nextInt(used), random.nextInt(8)));
                tryOne(master, file, logs, new Damage("cut to ", random.nextInt(used), null));
                cases += 2;
            }
        }
        System.out.printf("%d damaged files, seed %d: %s%n", cases, seed, outcomes);
    }

    /// @param bytes null: cut at `at`
    private record Damage(String what, int at, byte[] bytes) {}

    private static Damage flipped(byte[] sound, int at, int bit) {
        return new Damage("bit " + bit + " flipped at ", at, new byte[] {(byte) (sound[at] ^ (1 << bit))});
    }

    private void tryOne(Path master, Path file, Function<NodeConfig, ReplicatedLogs> logs, Damage damage)
            throws Exception {
        Path copy = base.resolve("copy");
        delete(copy);
        copy(master, copy);
        try (RandomAccessFile bytes = new RandomAccessFile(copy.resolve(file).toFile(), "rw")) {
            if (damage.bytes() == null) {
                bytes.setLength(damage.at());
            } else {
                bytes.seek(damage.at());
                bytes.write(damage.bytes());
            }
        }
        String what = file + " " + damage.what() + damage.at() + ", seed " + seed;
        String outcome;
        try {
            outcome = start(copy, file, logs).name();
        } catch (AssertionError | Exception e) {
            throw new AssertionError(what, e);
        }
        System.out.println(what + ": " + outcome);
        outcomes.merge(kind(file) + " " + outcome, 1, Integer::sum);
    }

    private static String kind(Path file) {
        String name = file.getFileName().toString();
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : name.replaceAll("[\\d-]+", "");
    }

    private Outcomes start(Path directory, Path damaged, Function<NodeConfig, ReplicatedLogs> logs) throws Exception {
        Node node;
        try {
            node = new Node(directory, logs);
        } catch (RuntimeException e) {
            // Ratis does not tell which of a group's files it is.
            Path named = damaged.startsWith("raft") ? damaged.getName(2) : damaged.getFileName();
            String name = named.toString();
            assertThat(messages(e)).as("does not start, but").contains(name);
            return Outcomes.REFUSED_BY_NAME;
        }
        try (node) {
            Map<Long, byte[]> found = new TreeMap<>();
            AtomicInteger reported = new AtomicInteger();
            long last = node.ask(partition -> {
                for (long sequence : stored.keySet()) {
                    try {
                        StoredMessage message = partition.load(sequence);
                        if (message != null) {
                            found.put(sequence, message.payload());
                        }
                    } catch (DamagedRecordException e) {
                        assertThat(e.getMessage())
                                .contains(damaged.getFileName().toString());
                        found.put(sequence, stored.get(sequence));
                        reported.incrementAndGet();
                    }
                }
                return partition.stats().lastSequence();
            });
            boolean mayEndEarly = damaged.getFileName().toString().startsWith("log_");
            long whole = mayEndEarly ? MESSAGES : MESSAGES + LATER;
            stored.forEach((sequence, payload) -> {
                if (sequence <= Math.max(whole, last)) {
                    assertThat(found.get(sequence)).as("message " + sequence).isEqualTo(payload);
                }
            });
            assertThat(node.append("kept.a", "n-" + last, new byte[10])).isEqualTo(new Outcome.Stored(last + 1));
            assertThat(node.broken).isEmpty();
            return last < stored.size()
                    ? Outcomes.END_OF_LOG_GONE
                    : reported.get() > 0 ? Outcomes.MESSAGES_REPORTED : Outcomes.UNHARMED;
        }
    }

    private static String messages(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        return text.toString();
    }

    /// A node that was closed, ran on, and was killed: segments of every kind, a checkpoint, a log behind it.
    private void build(Path master, Function<NodeConfig, ReplicatedLogs> logs) throws Exception {
        Path live = base.resolve("live");
        try (Node node = new Node(live, logs)) {
            node.propose(new PartitionCommand.CreateStream(
                    STREAM, Configs.withMaxBytes(StreamConfig.of("kept", List.of("kept.>")), 8 << 20)));
            appendAll(node, MESSAGES);
        }
        try (Node node = new Node(live, logs)) {
            appendAll(node, LATER);
            appendAll(node, 1);
            copy(live, master);
        }
    }

    private void appendAll(Node node, int count) throws Exception {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long sequence = stored.size() + 1L;
            byte[] payload = new byte[900 + random.nextInt(200)];
            random.nextBytes(payload);
            stored.put(sequence, payload);
            outcomes.add(node.send("kept." + (char) ('a' + sequence % 7), "id-" + sequence, payload));
        }
        for (CompletableFuture<Outcome> outcome : outcomes) {
            assertThat(outcome.get()).isInstanceOf(Outcome.Stored.class);
        }
    }

    /// The length without the zeros at the end.
    private static int used(byte[] bytes) {
        int used = bytes.length;
        while (used > 0 && bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                // Without the zeros at the end, which are most of a slot.
                byte[] bytes = Files.readAllBytes(file);
                Files.write(target, Arrays.copyOf(bytes, used(bytes)));
                try (RandomAccessFile length = new RandomAccessFile(target.toFile(), "rw")) {
                    length.setLength(bytes.length);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// One node with one group of data.
    private static final class Node implements AutoCloseable {
        final Map<GroupId, String> broken = new HashMap<>();
        private final AtomicReference<RecordingSide> side = new AtomicReference<>();
        private final NodeGroups groups;

        Node(Path directory, Function<NodeConfig, ReplicatedLogs> logs) throws IOException {
            Files.createDirectories(directory);
            NodeConfig config = new NodeConfig(
                    1,
                    "node-1",
                    "test",
                    "secret",
                    directory,
                    "127.0.0.1",
                    new NodeConfig.Ports(-1, -1, -1, 0, -1),
                    List.of(new NodeConfig.Member(1, "disk1", "127.0.0.1", 1, freePort(), 1)),
                    NodeConfig.Sync.ALWAYS,
                    Duration.ofSeconds(1),
                    1 << 20,
                    new NodeConfig.Access(false, "", "", "", List.of()),
                    Optional.empty());
            GroupMachine.Factory machines = DataMachine.factory(context -> {
                RecordingSide recording = new RecordingSide(context);
                if (context.group().equals(GROUP)) {
                    side.set(recording);
                }
                return recording;
            });
            groups = new NodeGroups(config, logs.apply(config), BatchTransport.NONE, machines, machines, broken::put);
            try {
                groups.start();
            } catch (RuntimeException e) {
                groups.close();
                throw e;
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !broken.isEmpty()
                            || (groups.leader(GROUP) != 0 && side.get().heard.contains("ready")));
            if (!broken.isEmpty()) {
                groups.close();
                throw new IllegalStateException(broken.toString());
            }
        }

        private static int freePort() throws IOException {
            try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
                return free.getLocalPort();
            }
        }

        CompletableFuture<Outcome> send(String subject, String id, byte[] payload) {
            byte[] headers = ("NATS/1.0\r\nNats-Msg-Id: " + id + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            groups.propose(GROUP, new PartitionCommand.Append(STREAM, subject, headers, payload), outcome::complete);
            return outcome;
        }

        Outcome append(String subject, String id, byte[] payload) throws Exception {
            return send(subject, id, payload).get(20, java.util.concurrent.TimeUnit.SECONDS);
        }

        void propose(PartitionCommand command) throws Exception {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            groups.propose(GROUP, command, outcome::complete);
            assertThat(outcome.get()).isInstanceOf(Outcome.Done.class);
        }

        <T> T ask(Function<PartitionView, T> question) throws Exception {
            return side.get().ask(() -> question.apply(side.get().context.partition(STREAM)));
        }

        @Override
        public void close() {
            groups.close();
        }
    }
}
