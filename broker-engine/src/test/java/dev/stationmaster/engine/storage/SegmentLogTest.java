package dev.stationmaster.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SegmentLogTest {
    private static final int SEGMENT_BYTES = 600;
    private static final byte[] NONE = new byte[0];

    @TempDir
    private Path temporary;

    private Path directory;
    private SegmentLog log;
    private final List<LogRecord> written = new ArrayList<>();

    @BeforeEach
    void begin() {
        directory = temporary.resolve("s");
        log = SegmentLog.create(directory, 5);
    }

    @Test
    void readsBackWhatWasAppendedBeforeAndAfterHandingItOver() {
        appendMessages(40);
        assertAllReadable();
        log.flushWrites();
        log.release();
        assertAllReadable();
        assertThat(log.segmentCount()).isGreaterThan(3);
    }

    @Test
    void largeMessagesPassThroughWhole() throws IOException {
        byte[] payload = new byte[9 * 1024 * 1024];
        new Random(1).nextBytes(payload);
        append(1, "s.large", NONE, payload);
        append(2, "s.small", NONE, new byte[10]);
        append(3, "s.large", NONE, payload);
        byte[] image = image();
        assertAllReadable();
        log.close();
        restore(image);
        assertAllReadable();
    }

    @Test
    void sequencesMayHaveGaps() throws IOException {
        append(3, "s.a", NONE, new byte[5]);
        append(10, "s.b", NONE, new byte[5]);
        append(1_000_000, "s.a", NONE, new byte[5]);
        assertThat(log.read(2)).isNull();
        assertThat(log.read(4)).isNull();
        assertThat(log.read(500_000)).isNull();
        assertThat(log.segmentCount()).isEqualTo(2);
        assertThat(log.next("s.a", 4, 2_000_000)).isEqualTo(1_000_000);
        assertThat(log.previous("s.a", 999_999, 1)).isEqualTo(3);
        restore(image());
        assertAllReadable();
    }

    @Test
    void findsRecordsByTime() {
        appendMessages(50);
        log.release();
        for (LogRecord record : written) {
            assertThat(log.sequenceAt(record.timeNanos())).isEqualTo(record.sequence());
            assertThat(log.sequenceAt(record.timeNanos() - 1)).isEqualTo(record.sequence());
            assertThat(log.timeOf(record.sequence())).isEqualTo(record.timeNanos());
        }
        assertThat(log.sequenceAt(Long.MAX_VALUE)).isZero();
    }

    @Test
    void filesAreCutBackToTheCheckpointAndOthersRemoved() throws IOException {
        appendMessages(25);
        byte[] image = image();
        int named = written.size();
        appendMessages(25);
        log.flushWrites();
        log.close();
        restore(image);
        assertThat(log.read(named + 1)).isNull();
        written.subList(named, written.size()).clear();
        assertAllReadable();
        appendMessages(25);
        assertAllReadable();
    }

    @Test
    void aFileShorterThanItsCheckpointIsReportedByName() throws IOException {
        appendMessages(5);
        byte[] image = image();
        log.close();
        Path file = files().getFirst();
        byte[] content = Files.readAllBytes(file);
        for (int length = 0; length < content.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(content, length));
            assertThatThrownBy(() -> restore(image))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void whateverWasWrittenBehindTheCheckpointIsForgotten() throws IOException {
        appendMessages(3);
        byte[] image = image();
        int named = written.size();
        long length = Files.size(files().getLast());
        appendMessages(1);
        log.flushWrites();
        log.close();
        Path file = files().getLast();
        byte[] content = Files.readAllBytes(file);
        for (int cut = (int) length; cut <= content.length; cut++) {
            Files.write(file, java.util.Arrays.copyOf(content, cut));
            restore(image);
            assertThat(log.read(named + 1)).isNull();
            assertThat(log.read(named)).isNotNull();
            log.close();
        }
    }

    @Test
    void noFlippedBitIsEverServed() throws IOException {
        Logger reports = (Logger) LoggerFactory.getLogger(SegmentLog.class.getPackageName());
        Level before = reports.getLevel();
        reports.setLevel(Level.OFF);
        try {
            flipEveryByte();
        } finally {
            reports.setLevel(before);
        }
    }

    private void flipEveryByte() throws IOException {
        appendMessages(9);
        byte[] image = image();
        log.close();
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            for (int at = 0; at < content.length; at++) {
                byte[] damaged = content.clone();
                damaged[at] ^= (byte) (1 << (at % 8));
                Files.write(file, damaged);
                assertServesNothingDamaged(image);
            }
            Files.write(file, content);
        }
        restore(image);
        assertAllReadable();
    }

    /// Each message is what was written, or a [StorageException] tells of it.
    private void assertServesNothingDamaged(byte[] image) {
        try {
            restore(image);
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining(directory.toString());
            return;
        }
        for (LogRecord record : written) {
            try {
                assertSame(log.read(record.sequence()), record);
                assertThat(log.subjectOf(record.sequence())).isEqualTo(record.subject());
                assertThat(log.bytesOf(record.sequence())).isEqualTo(size(record));
            } catch (StorageException e) {
                assertThat(e).hasMessageContaining(directory.toString());
            }
        }
        log.close();
    }

    @Test
    void aDamagedSummaryIsMadeAgainFromTheRecords() throws IOException {
        appendMessages(14);
        byte[] image = image();
        log.close();
        Path sealed = files().getFirst();
        byte[] content = Files.readAllBytes(sealed);
        content[content.length - 1] ^= 1;
        content[content.length - SegmentSummary.FOOTER_SIZE - 100] ^= 1;
        Files.write(sealed, content);
        restore(image);
        assertAllReadable();
    }

    @Test
    void segmentsAreUnlinkedOnlyOnceNoDurableCheckpointNamesThem() throws IOException {
        appendMessages(40);
        byte[] image = image();
        long first = imageNumber;
        log.onCheckpointDurable(first);
        int files = files().size();
        for (LogRecord record : written) {
            log.onRemoved(record.sequence(), size(record));
        }
        assertThat(files()).hasSize(files);
        restoreCopyWorks(image);
        image();
        log.onCheckpointDurable(first);
        assertThat(files()).hasSize(files);
        log.onCheckpointDurable(imageNumber);
        assertThat(files()).hasSizeLessThanOrEqualTo(1);
    }

    private void restoreCopyWorks(byte[] image) throws IOException {
        Path copy = temporary.resolve("copy");
        Files.createDirectories(copy);
        for (Path file : files()) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        SegmentLog other = SegmentLog.restore(input(image), copy, 5);
        assertThat(other.read(1)).isNotNull();
        other.close();
    }

    @Test
    void aSegmentThatNoImageNamesGoesAtOnce() throws IOException {
        appendMessages(40);
        log.flushWrites();
        log.onAllRemoved();
        assertThat(files()).isEmpty();
    }

    @Test
    void filesAreDirtyUntilACheckpointThatNamesThemIsDurable() throws IOException {
        appendMessages(3);
        image();
        assertThat(log.dirtyFiles()).extracting(FlushTarget::path).contains(directory, files().getFirst());
        log.dirtyFiles().forEach(FlushTarget::flush);
        assertThat(log.dirtyFiles()).isNotEmpty();
        log.onCheckpointDurable(imageNumber);
        assertThat(log.dirtyFiles()).isEmpty();
        appendMessages(1);
        assertThat(log.dirtyFiles()).isNotEmpty();
    }

    @Test
    void aFileOfAnotherStreamIsRefused() throws IOException {
        appendMessages(3);
        byte[] image = image();
        log.close();
        assertThatThrownBy(() -> SegmentLog.restore(input(image), directory, 6))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("of stream 5, not number 1 of stream 6");
    }

    private long imageNumber;

    private byte[] image() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        imageNumber = log.writeImage(new DataOutputStream(out));
        return out.toByteArray();
    }

    private void restore(byte[] image) {
        try {
            log = SegmentLog.restore(input(image), directory, 5);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataInputStream input(byte[] image) {
        return new DataInputStream(new ByteArrayInputStream(image));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private void appendMessages(int count) {
        Random random = new Random(written.size());
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(60)];
            random.nextBytes(payload);
            byte[] headers = random.nextBoolean() ? NONE : "NATS/1.0\r\na: b\r\n\r\n".getBytes(StandardCharsets.UTF_8);
            append(written.size() + 1L, "s." + random.nextInt(3), headers, payload);
        }
    }

    private void append(long sequence, String subject, byte[] headers, byte[] payload) {
        LogRecord record = new LogRecord(sequence, 1_000 + sequence * 10, subject, headers, payload);
        written.add(record);
        int limit = payload.length > SEGMENT_BYTES ? SegmentLog.SEGMENT_BYTES_MAX : SEGMENT_BYTES;
        log.append(sequence, record.timeNanos(), subject, headers, payload, size(record), limit);
    }

    private static long size(LogRecord record) {
        return RecordFormat.length(record.subject().length(), record.headers().length, record.payload().length);
    }

    private void assertAllReadable() {
        for (LogRecord record : written) {
            assertSame(log.read(record.sequence()), record);
        }
    }

    private static void assertSame(LogRecord found, LogRecord expected) {
        assertThat(found.sequence()).isEqualTo(expected.sequence());
        assertThat(found.timeNanos()).isEqualTo(expected.timeNanos());
        assertThat(found.subject()).isEqualTo(expected.subject());
        assertThat(found.headers()).isEqualTo(expected.headers());
        assertThat(found.payload()).isEqualTo(expected.payload());
    }
}
