package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.consumer.ConsumerProgress.Count;
import dev.stationmaster.engine.consumer.ConsumerProgress.Delay;
import dev.stationmaster.engine.consumer.ConsumerProgress.Exhausted;
import dev.stationmaster.engine.consumer.ConsumerProgress.Range;
import dev.stationmaster.engine.partition.NaiveStream.Msg;
import dev.stationmaster.engine.partition.NaiveStream.Reader;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand.Action;
import dev.stationmaster.engine.replication.PartitionCommand.PurgeStream;
import dev.stationmaster.engine.replication.PartitionCommand.PutConsumer;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random commands against [NaiveStream], with restarts, crashes and replays in between.
class PartitionPropertyTest {
    private static final int SEGMENT_BYTES = 700;
    private static final List<String> SUBJECTS = List.of("s.a", "s.b", "s.b.c", "s.final", "s.é");
    private static final List<List<String>> FILTERS =
            List.of(List.of(), List.of("s.a"), List.of("s.>"), List.of("s.*"), List.of("s.b", "s.b.>"), List.of("t.x"));

    @TempDir
    private Path directory;

    private int runs;

    @Test
    void streamsOfEveryKindAgreeWithANaiveOne() throws IOException {
        int rounds = Integer.getInteger("stationmaster.rounds", 150);
        long seed = Long.getLong("stationmaster.seed", System.nanoTime());
        for (int round = 0; round < rounds; round++) {
            runRound(seed + round);
        }
    }

    private void runRound(long seed) throws IOException {
        try {
            new Round(new Random(seed), directory.resolve("run" + runs++)).run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("failed with -Dstationmaster.rounds=1 -Dstationmaster.seed=" + seed, e);
        }
    }

    /// One stream's life.
    private static final class Round {
        private final Random random;
        private final Path directory;
        private final NaiveStream naive;
        private final List<String> subjects;
        private Partition partition;
        private long time = 1_000_000;
        private byte[] image;
        private long token;
        private final List<Consumer<Partition>> sinceImage = new ArrayList<>();

        Round(Random random, Path directory) throws IOException {
            this.random = random;
            this.directory = directory;
            StreamConfig config = config();
            naive = new NaiveStream(config, time);
            subjects = random.nextBoolean() ? SUBJECTS : List.of("s.final");
            partition = Partition.create(7, config, time, directory, SEGMENT_BYTES);
            image = capture(partition);
        }

        private StreamConfig config() {
            Settings configs = new Settings();
            configs.retention = pick(Retention.values());
            configs.storage = pick(Storage.values());
            configs.discard = pick(Discard.values());
            configs.maxMessages = pick(-1L, -1L, 5L, 20L);
            configs.maxBytes = pick(-1L, -1L, 400L, 2000L);
            configs.maxAge = pick(0L, 0L, 300L);
            configs.maxPerSubject = pick(-1L, -1L, 1L, 3L);
            configs.discardNewPerSubject =
                    configs.discard == Discard.NEW && configs.maxPerSubject > 0 && random.nextBoolean();
            configs.duplicateWindow = pick(0L, 200L, 1000L);
            configs.firstSequence = pick(0L, 0L, 100L);
            configs.allowRollup = random.nextBoolean();
            configs.maxMessageSize = pick(-1, -1, 120);
            configs.hold = pick(0L, 400L);
            configs.exhaustedCountsAsAcked = random.nextBoolean();
            return configs.stream();
        }

        void run() throws IOException {
            int steps = 150 + random.nextInt(150);
            for (int step = 0; step < steps; step++) {
                time += random.nextInt(20);
                step();
                compare();
            }
            partition.close();
        }

        private void step() throws IOException {
            switch (random.nextInt(40)) {
                case 0 -> purge();
                case 1, 2 -> delete();
                case 3, 4, 5 -> putConsumer();
                case 6 -> deleteConsumer();
                case 7, 8, 9, 10, 11, 12, 13, 14 -> progress();
                case 15 -> update();
                case 16 -> checkpoint(true);
                case 17 -> checkpoint(false);
                case 18 -> crash();
                case 19 -> {
                    time += random.nextInt(300);
                    long now = time;
                    naive.expire(now);
                    apply(p -> p.expire(now));
                }
                default -> append();
            }
        }

        private void apply(Consumer<Partition> command) {
            sinceImage.add(command);
            command.accept(partition);
            partition.flushWrites();
        }

        private void append() {
            String subject = pick(subjects.toArray(String[]::new));
            String id = random.nextInt(3) == 0 ? "id-" + random.nextInt(12) : null;
            Long expectedLast = random.nextInt(12) == 0 ? naive.last - random.nextInt(2) : null;
            List<Msg> same = naive.ofSubject(subject);
            Long expectedSubject = random.nextInt(8) == 0
                    ? Long.valueOf(
                            same.isEmpty()
                                    ? 0
                                    : same.get(random.nextInt(same.size())).sequence())
                    : null;
            String rollup = random.nextInt(25) == 0 ? pick("sub", "all") : null;
            byte[] headers = headers(id, expectedLast, expectedSubject, rollup);
            byte[] payload = new byte[random.nextInt(20) == 0 ? 1500 : random.nextInt(100)];
            random.nextBytes(payload);
            String expected = naive.append(subject, headers, payload, id, expectedLast, expectedSubject, rollup, time);
            long now = time;
            Outcome[] outcome = new Outcome[1];
            apply(p -> outcome[0] = p.append(subject, headers, payload, now));
            assertThat(text(outcome[0])).isEqualTo(expected);
        }

        private byte[] headers(String id, Long expectedLast, Long expectedSubject, String rollup) {
            StringBuilder block = new StringBuilder();
            line(block, random.nextBoolean() ? "msg-id" : "NATS-msg-ID", id);
            line(block, "Nats-Expected-Last-Sequence", expectedLast);
            line(block, "Nats-Expected-Last-Subject-Sequence", expectedSubject);
            line(block, "Nats-Rollup", rollup);
            line(block, "other", random.nextInt(4) == 0 ? "x" : null);
            return block.isEmpty() ? new byte[0] : ("NATS/1.0\r\n" + block + "\r\n").getBytes(StandardCharsets.UTF_8);
        }

        private static void line(StringBuilder block, String name, Object value) {
            if (value != null) {
                block.append(name).append(": ").append(value).append("\r\n");
            }
        }

        private static String text(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Stored(long sequence) -> "stored " + sequence;
                case Outcome.Duplicate(long original) -> "duplicate " + original;
                case Outcome.Refused(var error) -> "refused " + error.errorCode();
                case Outcome.Done _ -> "done";
                case Outcome.Unknown _ -> "unknown";
            };
        }

        private void purge() {
            String filter = pick("", "", "s.a", "s.b.>", "s.*");
            long before = random.nextInt(3) == 0 ? naive.first() + random.nextInt(10) : 0;
            long keep = before == 0 && random.nextBoolean() ? random.nextInt(4) : 0;
            long purged = naive.purge(filter, before, keep);
            Outcome[] outcome = new Outcome[1];
            apply(p -> outcome[0] = p.purge(new PurgeStream(7, filter, before, keep)));
            assertThat(ByteBuffer.wrap(((Outcome.Done) outcome[0]).reply()).getLong())
                    .isEqualTo(purged);
        }

        private void delete() {
            long sequence = naive.first() + random.nextInt((int) (naive.last - naive.first() + 2));
            boolean there = naive.messages.containsKey(sequence);
            naive.remove(sequence);
            Outcome[] outcome = new Outcome[1];
            apply(p -> outcome[0] = p.deleteMessage(sequence));
            assertThat(text(outcome[0]))
                    .isEqualTo(there ? "done" : sequence > naive.last ? "refused 10057" : "refused 10043");
        }

        private void putConsumer() {
            String name = pick("c1", "c2", "c3");
            Reader known = naive.readers.get(name);
            if (known != null) {
                return;
            }
            List<String> filters = pick(FILTERS.toArray(List[]::new));
            boolean queue = naive.config.retention() == Retention.WORK_QUEUE;
            if (queue && !naive.readers.isEmpty()) {
                return;
            }
            DeliverPolicy policy = queue
                    ? DeliverPolicy.ALL
                    : pick(
                            DeliverPolicy.ALL,
                            DeliverPolicy.LAST,
                            DeliverPolicy.NEW,
                            DeliverPolicy.BY_START_SEQUENCE,
                            DeliverPolicy.BY_START_TIME);
            long start = policy == DeliverPolicy.BY_START_TIME
                    ? time - random.nextInt(200)
                    : Math.max(0, naive.first() - 2 + random.nextInt(10));
            ConsumerConfig config = Settings.consumer(
                    name,
                    queue ? AckPolicy.EXPLICIT : pick(AckPolicy.values()),
                    policy,
                    start,
                    filters.toArray(String[]::new));
            naive.readers.put(name, new Reader(config, start(config)));
            long now = time;
            Outcome[] outcome = new Outcome[1];
            apply(p -> outcome[0] = p.putConsumer(new PutConsumer(7, name, config, Action.CREATE), now));
            assertThat(text(outcome[0])).isEqualTo("done");
        }

        private long start(ConsumerConfig config) {
            long next = naive.last + 1;
            Reader probe = new Reader(config, 1);
            return switch (config.deliverPolicy()) {
                case ALL -> naive.first();
                case NEW, LAST_PER_SUBJECT -> next;
                case LAST ->
                    naive.messages.values().stream()
                            .filter(msg -> probe.wants(msg.subject()))
                            .mapToLong(Msg::sequence)
                            .max()
                            .orElse(next);
                case BY_START_SEQUENCE -> Math.clamp(config.startSequence(), naive.first(), next);
                case BY_START_TIME ->
                    naive.messages.values().stream()
                            .filter(msg -> msg.time() >= config.startTimeNanos())
                            .mapToLong(Msg::sequence)
                            .findFirst()
                            .orElse(next);
            };
        }

        private void deleteConsumer() {
            String name = pick("c1", "c2", "c3");
            boolean there = naive.readers.containsKey(name);
            if (there) {
                naive.removeReader(name, time);
            }
            long now = time;
            Outcome[] outcome = new Outcome[1];
            apply(p -> outcome[0] = p.deleteConsumer(name, now));
            assertThat(text(outcome[0])).isEqualTo(there ? "done" : "refused 10014");
        }

        private void progress() {
            if (naive.readers.isEmpty()) {
                return;
            }
            String name = pick(naive.readers.keySet().toArray(String[]::new));
            ConsumerProgress record = progressOf(naive.readers.get(name));
            List<Long> dead = naive.progress(name, record);
            List<Partition.ExhaustedMessage> found = new ArrayList<>();
            apply(p -> found.addAll(p.applyProgress(name, record)));
            assertThat(found).extracting(gone -> gone.message().sequence()).containsExactlyElementsOf(dead);
            if (random.nextBoolean()) {
                int before = found.size();
                apply(p -> found.addAll(p.applyProgress(name, record)));
                assertThat(found).hasSize(before);
            }
        }

        private ConsumerProgress progressOf(Reader reader) {
            long delivered = Math.min(naive.last, reader.delivered + random.nextInt(6));
            TreeMap<Long, Integer> pending = new TreeMap<>(reader.pending);
            if (reader.config.ackPolicy() != AckPolicy.NONE) {
                naive.messages.values().stream()
                        .filter(msg -> msg.sequence() > reader.delivered && msg.sequence() <= delivered)
                        .filter(msg -> reader.wants(msg.subject()))
                        .forEach(msg -> pending.put(msg.sequence(), 1));
            }
            List<Range> settled = new ArrayList<>();
            List<Count> counts = new ArrayList<>();
            List<Delay> delayed = new ArrayList<>();
            List<Exhausted> exhausted = new ArrayList<>();
            pending.forEach((sequence, deliveries) -> {
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        if (!settled.isEmpty() && settled.getLast().last() == sequence - 1) {
                            settled.set(
                                    settled.size() - 1,
                                    new Range(settled.getLast().first(), sequence));
                        } else {
                            settled.add(new Range(sequence, sequence));
                        }
                    }
                    case 2 -> {
                        counts.add(new Count(sequence, deliveries + 1));
                        if (random.nextBoolean()) {
                            delayed.add(new Delay(sequence, time + 50));
                        }
                    }
                    case 3 -> {
                        if (random.nextInt(3) == 0) {
                            exhausted.add(new Exhausted(sequence, deliveries, random.nextBoolean() ? "" : "bad"));
                        }
                    }
                    default -> {}
                }
            });
            return new ConsumerProgress(
                    delivered, reader.deliveredCount + random.nextInt(5), settled, counts, delayed, exhausted);
        }

        private void update() {
            Settings configs = new Settings();
            StreamConfig old = naive.config;
            configs.retention = old.retention();
            configs.storage = old.storage();
            configs.discard = pick(Discard.values());
            configs.maxMessages = pick(-1L, 10L, 30L);
            configs.maxBytes = pick(-1L, 1000L);
            configs.maxAge = pick(0L, 200L);
            configs.maxPerSubject = pick(-1L, 2L);
            configs.duplicateWindow = old.duplicateWindowNanos();
            configs.firstSequence = old.firstSequence();
            configs.allowRollup = old.allowRollup();
            configs.hold = old.holdWithoutConsumersNanos();
            configs.exhaustedCountsAsAcked = old.exhaustedCountsAsAcked();
            StreamConfig next = configs.stream();
            naive.config = next;
            naive.trim();
            naive.expire(time);
            naive.dropUnneeded();
            long now = time;
            apply(p -> p.update(next, now));
        }

        /// Captures an image; sometimes the checkpoint never gets durable.
        private void checkpoint(boolean durable) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            long captured = partition.writeImage(new DataOutputStream(out));
            partition
                    .dirtyFiles()
                    .forEach(file -> assertThat(Files.exists(file.path())).isTrue());
            if (durable) {
                image = out.toByteArray();
                token = captured;
                sinceImage.clear();
                if (random.nextBoolean()) {
                    partition.onCheckpointDurable(token);
                }
            }
        }

        /// The process dies, files get some garbage behind what was written, and the log is applied again.
        private void crash() throws IOException {
            byte[] before = capture(partition);
            partition.close();
            // Made with the first message, which may not have come.
            Files.createDirectories(directory);
            try (var files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    if (random.nextBoolean()) {
                        Files.write(file, new byte[random.nextInt(50)], StandardOpenOption.APPEND);
                    }
                }
            }
            Files.write(directory.resolve("000000009999.seg"), new byte[10]);
            partition = restore();
            for (Consumer<Partition> command : sinceImage) {
                command.accept(partition);
            }
            assertThat(capture(partition)).as("image after restore and replay").isEqualTo(before);
        }

        private Partition restore() throws IOException {
            return Partition.restore(new DataInputStream(new ByteArrayInputStream(image)), directory, SEGMENT_BYTES);
        }

        private byte[] capture(Partition of) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            of.writeImage(new DataOutputStream(out));
            return out.toByteArray();
        }

        private void compare() {
            assertThat(partition.isHalted()).isFalse();
            PartitionView.Stats stats = partition.stats();
            assertThat(stats.messages()).isEqualTo(naive.messages.size());
            assertThat(stats.bytes()).isEqualTo(naive.bytes());
            assertThat(stats.firstSequence()).isEqualTo(naive.first());
            assertThat(stats.lastSequence()).isEqualTo(naive.last);
            assertThat(stats.lastTimeNanos()).isEqualTo(naive.lastTime);
            assertThat(partition.subjects(">")).isEqualTo(naive.subjects());
            List<String> filters = pick(FILTERS.toArray(List[]::new));
            Reader probe = new Reader(Settings.consumer("p", filters.toArray(String[]::new)), 1);
            long from = naive.first() - 2 + random.nextInt((int) (naive.last - naive.first() + 5));
            List<Msg> matching = naive.messages.tailMap(from).values().stream()
                    .filter(msg -> probe.wants(msg.subject()))
                    .toList();
            assertThat(partition.count(from, filters)).isEqualTo(matching.size());
            check(partition.loadNext(from, filters), matching.isEmpty() ? null : matching.getFirst());
            check(partition.load(from), naive.messages.get(from));
            List<Msg> all = naive.messages.values().stream()
                    .filter(msg -> NaiveStream.matches("s.b.*", msg.subject()))
                    .toList();
            check(partition.loadLast("s.b.*"), all.isEmpty() ? null : all.getLast());
            compareConsumers();
        }

        private void compareConsumers() {
            assertThat(partition.consumers())
                    .extracting(ConsumerEntry::name)
                    .containsExactlyElementsOf(naive.readers.keySet());
            naive.readers.forEach((name, reader) -> {
                PartitionView.ConsumerView view = partition.consumer(name);
                assertThat(view.deliveredStreamSequence()).isEqualTo(reader.delivered);
                assertThat(view.ackFloorStreamSequence()).isEqualTo(reader.floor());
                assertThat(view.deliveredConsumerSequence()).isEqualTo(reader.deliveredCount);
                TreeMap<Long, PartitionView.Pending> pending = new TreeMap<>();
                reader.pending.forEach((sequence, count) ->
                        pending.put(sequence, new PartitionView.Pending(count, reader.due.getOrDefault(sequence, 0L))));
                assertThat(view.pending()).isEqualTo(pending);
            });
        }

        private static void check(StoredMessage found, Msg expected) {
            if (expected == null) {
                assertThat(found).isNull();
                return;
            }
            assertThat(found.sequence()).isEqualTo(expected.sequence());
            assertThat(found.subject()).isEqualTo(expected.subject());
            assertThat(found.timeNanos()).isEqualTo(expected.time());
            assertThat(found.headers()).isEqualTo(expected.headers());
            assertThat(found.payload()).isEqualTo(expected.payload());
        }

        @SafeVarargs
        private <T> T pick(T... choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
