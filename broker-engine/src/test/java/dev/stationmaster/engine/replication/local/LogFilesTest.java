package dev.stationmaster.engine.replication.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.Payloads;
import dev.stationmaster.engine.replication.ReplicationException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    Path directory;

    private int openings;

    @Test
    void handsOverEverythingPastTheCheckpointInOrder() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 10);
        }
        List<LogRecord> found = new ArrayList<>();
        try (LogFiles log = open(new Position(1, 3), found)) {
            assertThat(texts(found)).containsExactly("e4", "e5", "e6", "e7", "e8", "e9");
            assertThat(log.lastIndex()).isEqualTo(9);
            assertThat(log.term()).isEqualTo(2);
        }
    }

    @Test
    void countsItsFlushes() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            long before = log.flushes();
            append(log, 0, 3);
            assertThat(log.flushes() - before).isEqualTo(3);
        }
    }

    @Test
    void goesOnBehindATornRecordWhereverItWasTorn() throws IOException {
        long whole;
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 5);
            whole = new LogRecord(1, 5, 4, header(5), payload(5)).length();
        }
        byte[] before = Files.readAllBytes(slot(0));
        int end = (int) (5 * whole);
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 5, 1);
        }
        byte[] after = Files.readAllBytes(slot(0));
        for (int kept = 0; kept < LogRecord.FIXED + 5; kept++) {
            byte[] torn = Arrays.copyOfRange(before, end, end + 2 * (int) whole);
            System.arraycopy(after, end, torn, 0, kept);
            try (RandomAccessFile access = new RandomAccessFile(slot(0).toFile(), "rw")) {
                access.seek(end);
                access.write(torn);
            }
            List<LogRecord> found = new ArrayList<>();
            try (LogFiles log = open(Position.NONE, found)) {
                assertThat(found).as("torn after " + kept + " bytes").hasSize(5);
                append(log, 5, 1);
            }
            found.clear();
            open(Position.NONE, found).close();
            assertThat(texts(found)).endsWith("e4", "e5");
        }
    }

    @Test
    void refusesToOpenWhenARecordThatWasFlushedIsBroken() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 10);
        }
        long length = new LogRecord(1, 0, -1, header(0), payload(0)).length();
        flip(slot(0), 4 * length + LogRecord.FIXED + 1);
        assertThatThrownBy(() -> open(Position.NONE, new ArrayList<>()))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("entry 4 is broken")
                .hasMessageContaining("slot-0.log");
    }

    @Test
    void refusesToOpenWhenTheFirstRecordOfASlotThatWasFlushedIsBroken() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 10);
        }
        flip(slot(0), LogRecord.FIXED + 1);
        assertThatThrownBy(() -> open(Position.NONE, new ArrayList<>()))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("the first entry is broken at byte 0 of slot-0.log");
    }

    @Test
    void refusesToOpenWhenASlotWasCut() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 10);
        }
        byte[] whole = Files.readAllBytes(slot(0));
        for (int length : List.of(0, 1, 100, 256 * 1024, whole.length - 1)) {
            Files.write(slot(0), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(Position.NONE, new ArrayList<>()))
                    .as("cut at " + length)
                    .isInstanceOf(ReplicationException.class)
                    .hasMessageContaining("slot-0.log is damaged: it has " + length + " bytes");
        }
    }

    @Test
    void doesNotMindWhatIsBrokenBeforeTheCheckpoint() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 10);
        }
        byte[] whole = Files.readAllBytes(slot(0));
        long length = new LogRecord(1, 0, -1, header(0), payload(0)).length();
        for (int broken = 0; broken < 8; broken++) {
            Files.write(slot(0), whole);
            flip(slot(0), broken * length + LogRecord.FIXED + 1);
            for (int durable : List.of(7, 9)) {
                if (broken > 0 || durable == 9) {
                    List<LogRecord> found = new ArrayList<>();
                    open(new Position(1, durable), found).close();
                    assertThat(texts(found))
                            .as("entry " + broken + " is broken, the checkpoint is at " + durable)
                            .isEqualTo(durable == 7 ? List.of("e8", "e9") : List.of());
                }
            }
        }
    }

    @Test
    void readsTheGrowingSlotsOfAnEarlierVersion() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 2);
        }
        // As it was written then: the magic differs, and the file was as long as it was needed.
        int length = new LogRecord(1, 0, -1, header(0), payload(0)).length();
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(Files.readAllBytes(slot(0)), 256 * 1024));
        for (int at = 0; at < 2 * length; at += length) {
            bytes.putInt(at, LogRecord.MAGIC_OF_GROWING);
            CRC32C crc = new CRC32C();
            crc.update(bytes.array(), at, LogRecord.FIXED - 4);
            crc.update(
                    bytes.array(),
                    at + LogRecord.FIXED,
                    header(0).length + payload(0).length());
            bytes.putInt(at + LogRecord.FIXED - 4, (int) crc.getValue());
        }
        Files.write(slot(0), bytes.array());
        List<LogRecord> found = new ArrayList<>();
        try (LogFiles log = open(Position.NONE, found)) {
            append(log, 2, 1);
        }
        assertThat(texts(found)).containsExactly("e0", "e1");
        found.clear();
        open(Position.NONE, found).close();
        assertThat(texts(found)).containsExactly("e0", "e1", "e2");
    }

    @Test
    void refusesToOpenWhenEntriesBehindTheCheckpointAreMissing() throws IOException {
        try (LogFiles log = open(new Position(1, 99), new ArrayList<>())) {
            append(log, 100, 3);
        }
        assertThatThrownBy(() -> open(new Position(1, 50), new ArrayList<>()))
                .isInstanceOf(ReplicationException.class)
                .hasMessageContaining("entries 51 to 99 are missing");
    }

    @Test
    void anUnflushedRecordOfAnEarlierOpeningNeverComesBack() throws IOException {
        // Three records without a flush; the middle one is torn, so the last is cut off with it.
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            log.append(header(0), payload(0));
            log.append(header(1), payload(1));
            log.append(header(2), payload(2));
            log.write(true);
        }
        long length = new LogRecord(1, 0, -1, header(0), payload(0)).length();
        flip(slot(0), length + LogRecord.FIXED);
        List<LogRecord> found = new ArrayList<>();
        try (LogFiles log = open(Position.NONE, found)) {
            assertThat(texts(found)).containsExactly("e0");
            // Of the same length: the old third record lies exactly behind it.
            log.append(header(7), payload(7));
            log.write(true);
            log.flush();
        }
        found.clear();
        open(Position.NONE, found).close();
        assertThat(texts(found)).containsExactly("e0", "e7");
    }

    /// Of entries that share a flush, a crash before it is over leaves any blocks on the disk and others not: what
    /// survives is a prefix, and what was flushed before is all there.
    @Test
    void ofEntriesThatShareATornFlushAPrefixSurvives() throws IOException {
        long seed = 20261123;
        Random random = new Random(seed);
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 3);
        }
        byte[] before = Files.readAllBytes(slot(0));
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            for (int i = 3; i < 8; i++) {
                log.append(header(i), Payloads.of(bytes(random, 5_000)));
            }
            log.write(true);
        }
        byte[] after = Files.readAllBytes(slot(0));
        for (int round = 0; round < 50; round++) {
            byte[] torn = Arrays.copyOf(after, 64 * 1024);
            for (int at = 0; at < 32 * 1024; at += 512) {
                if (random.nextInt(8) == 0) {
                    System.arraycopy(before, at, torn, at, 512);
                }
            }
            try (RandomAccessFile access = new RandomAccessFile(slot(0).toFile(), "rw")) {
                access.write(torn);
            }
            List<LogRecord> found = new ArrayList<>();
            try (LogFiles log = open(Position.NONE, found)) {
                assertThat(texts(found))
                        .as("seed " + seed + " round " + round)
                        .startsWith("e0", "e1", "e2")
                        .isEqualTo(Stream.of("e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7")
                                .limit(found.size())
                                .toList());
                append(log, 20, 1);
            }
            List<String> expected = new ArrayList<>(texts(found));
            expected.add("e20");
            found.clear();
            open(Position.NONE, found).close();
            assertThat(texts(found)).as("seed " + seed + " round " + round).isEqualTo(expected);
        }
    }

    @Test
    void nothingIsInTheFileBeforeItIsWritten() throws IOException {
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            append(log, 0, 1);
            log.append(header(1), payload(1));
            assertThat(log.isDirty()).isFalse();
            log.write(true);
            assertThat(log.isDirty()).isTrue();
            log.flush();
            assertThat(log.isDirty()).isFalse();
        }
    }

    @Test
    void manyEntriesOfAllSizesInOneFlushReadBackWhole() throws IOException {
        long seed = 7;
        Random random = new Random(seed);
        List<byte[]> payloads = new ArrayList<>();
        for (int size : List.of(0, 1, 4_000, 4_096, 600_000, 17, 700_000, 3, 690_000, 65_536, 100_000)) {
            payloads.add(bytes(random, size));
        }
        try (LogFiles log = open(Position.NONE, new ArrayList<>())) {
            for (int round = 0; round < 12; round++) {
                for (byte[] payload : payloads) {
                    int cut = payload.length / 3;
                    log.append(
                            header(payload.length),
                            Payloads.of(List.of(
                                    Arrays.copyOf(payload, cut), Arrays.copyOfRange(payload, cut, payload.length))));
                }
                log.write(true);
                log.flush();
            }
        }
        List<LogRecord> found = new ArrayList<>();
        open(Position.NONE, found).close();
        assertThat(found).hasSize(12 * payloads.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).payload().toBytes()).isEqualTo(payloads.get(i % payloads.size()));
        }
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void usesItsFilesAgainAndStaysSmall() throws IOException {
        byte[] large = new byte[600 * 1024];
        Position durable = Position.NONE;
        try (LogFiles log = open(durable, new ArrayList<>())) {
            for (int i = 0; i < 200; i++) {
                Position position = log.append(header(i), Payloads.of(large));
                log.write(true);
                log.flush();
                if (i % 40 == 39) {
                    durable = position;
                    log.forget(position.index());
                }
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.count()).isLessThan(5);
        }
        List<LogRecord> found = new ArrayList<>();
        open(new Position(1, 180), found).close();
        assertThat(found.stream().map(LogRecord::index)).containsExactlyElementsOf(range(181, 200));
    }

    /// What a crash can leave of the last, unflushed record is random; everything flushed is found after any number
    /// of them, and nothing else.
    @Test
    void survivesManyCrashesAtRandomMoments() throws IOException {
        long seed = 20261123;
        Random random = new Random(seed);
        List<String> flushed = new ArrayList<>();
        Position durable = Position.NONE;
        int next = 0;
        for (int round = 0; round < 60; round++) {
            List<LogRecord> found = new ArrayList<>();
            LogFiles log = open(durable, found);
            assertThat(texts(found))
                    .as("seed " + seed + " round " + round)
                    .isEqualTo(flushed.subList((int) durable.index() + 1, flushed.size()));
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                Position position = log.append(header(next), Payloads.of(new byte[random.nextInt(300_000)]));
                log.write(random.nextBoolean());
                log.flush();
                flushed.add("e" + next++);
                if (random.nextInt(30) == 0) {
                    durable = position;
                    log.forget(position.index());
                }
            }
            Map<Path, byte[]> before = contents();
            log.append("torn".getBytes(StandardCharsets.UTF_8), Payloads.of(new byte[random.nextInt(20_000)]));
            log.write(true);
            log.close();
            for (Map.Entry<Path, byte[]> file : contents().entrySet()) {
                byte[] old = before.getOrDefault(file.getKey(), new byte[0]);
                if (!Arrays.equals(old, file.getValue())) {
                    damageWhatIsNew(file.getKey(), old, random);
                }
            }
        }
    }

    /// Takes back some of the bytes that the last write changed, the first one always.
    private static void damageWhatIsNew(Path file, byte[] before, Random random) throws IOException {
        byte[] after = Files.readAllBytes(file);
        boolean first = true;
        for (int i = 0; i < after.length; i++) {
            byte old = i < before.length ? before[i] : 0;
            if (after[i] != old && (first || random.nextInt(4) == 0)) {
                after[i] = old;
                first = false;
            }
        }
        Files.write(file, after);
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(file, Files.readAllBytes(file));
            }
        }
        return contents;
    }

    /// Past the page cache and through it by turns: either must find what the other wrote.
    private LogFiles open(Position durable, List<LogRecord> into) throws IOException {
        openings++;
        return LogFiles.open(directory, durable, openings % 2 == 0, into::add);
    }

    private static void append(LogFiles log, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            log.append(header(i), payload(i));
            log.write(true);
            log.flush();
        }
    }

    private static byte[] header(int i) {
        return ("e" + i).getBytes(StandardCharsets.UTF_8);
    }

    private static Payloads payload(int i) {
        return Payloads.of(new byte[] {(byte) (i + 1), 2, 3});
    }

    private static List<String> texts(List<LogRecord> records) {
        return records.stream()
                .map(record -> new String(record.header(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<Long> range(long from, long to) {
        return java.util.stream.LongStream.range(from, to).boxed().toList();
    }

    private Path slot(int number) {
        return directory.resolve("slot-" + number + ".log");
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(at);
            int old = access.read();
            access.seek(at);
            access.write(old ^ 1);
        }
    }
}
