package dev.stationmaster.engine.storage;

import dev.stationmaster.engine.image.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The messages of one stream, in segment files of a directory. Knows records and whether a segment still holds any
/// that belong to the stream; which ones do, the stream's state knows.
///
/// ```
///  000000000001.seg   sealed    sequences 1 … 61,680
///  000000000002.seg   sealed    61,681 … 123,360
///  000000000003.seg   growing   123,361 …
/// ```
///
/// Files only grow. Appending gathers bytes; [#flushWrites] hands them to the system with one call. Nothing is flushed
/// to disk here: [#dirtyFiles] says what a checkpoint must flush, [#onCheckpointDurable] unlinks what no checkpoint
/// names any more. Opening it again with the image of a checkpoint cuts every file back to the length named there.
///
/// Confined to the group loop. A [StorageException] names file and offset; the log can be asked again afterwards.
public final class SegmentLog {
    /// A segment is sealed before it passes this.
    public static final int SEGMENT_BYTES_MAX = 64 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
    private static final int VERSION = 1;
    private static final int SLOTS_MAX = 1 << 22;

    /// A longer run of sequences without messages begins a new segment.
    private static final int GAP_MAX = 1 << 16;

    /// Sealed segments that keep their channel and pages open for reading.
    private static final int OPENED_MAX = 8;

    private static final int REPORTED_MAX = 10_000;

    /// An emptied segment that grew beyond this is dropped rather than grown further.
    private static final int EMPTIED_BYTES_MAX = 1024 * 1024;

    private final Path directory;
    private final long streamId;
    private final StaleFiles stale = new StaleFiles();
    private final RecordFormat format = new RecordFormat();
    private final ReadWindow records = new ReadWindow();
    private final ReadWindow heads = new ReadWindow();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Long> born = new ArrayList<>();
    private long nextNumber = 1;
    private final Deque<Segment> opened = new ArrayDeque<>();
    private int lastUsed;

    /// Damaged records that were reported.
    private final Set<Long> reported = new HashSet<>();

    private SegmentLog(Path directory, long streamId) {
        this.directory = directory;
        this.streamId = streamId;
    }

    /// An empty log; its directory is made with the first file, files of an older life there are removed.
    public static SegmentLog create(Path directory, long streamId) {
        FileCut.removeOthers(directory, ".seg", Set.of());
        return new SegmentLog(directory, streamId);
    }

    /// The log as an image names it.
    ///
    /// @throws StorageException when a file is missing, shorter than named, or damaged beyond passing over
    public static SegmentLog restore(DataInput image, Path directory, long streamId) throws IOException {
        Fields.requireVersion(image, VERSION, "a list of segments");
        SegmentLog log = new SegmentLog(directory, streamId);
        log.nextNumber = Fields.readCount(image);
        Set<Path> named = new HashSet<>();
        for (int left = Fields.readSize(image, 1 << 24); left > 0; left--) {
            Segment segment = Segment.restore(image, directory, streamId);
            log.segments.add(segment);
            log.born.add(-1L);
            named.add(segment.file().path());
        }
        FileCut.removeOthers(directory, ".seg", named);
        return log;
    }

    /// Captures which files the log consists of, after handing everything over.
    ///
    /// @return number of the image, for [#onCheckpointDurable]
    public long writeImage(DataOutput out) throws IOException {
        flushWrites();
        long image = stale.nextImage();
        out.writeByte(VERSION);
        Fields.writeCount(out, nextNumber);
        Fields.writeCount(out, segments.size());
        for (Segment segment : segments) {
            segment.write(out);
            stale.onNamed(segment.file());
        }
        return image;
    }

    /// Files and directories with bytes that no durable checkpoint names yet.
    public List<FlushTarget> dirtyFiles() {
        return FlushTarget.ofDirty(segments.stream().map(Segment::file).toList(), directory);
    }

    /// The image with this number is in a durable checkpoint.
    public void onCheckpointDurable(long image) {
        stale.onDurable(image);
    }

    /// Appends one message, sealing the growing segment first when it is full. All arguments are only read.
    ///
    /// @param sequence above every one before
    /// @param accounted bytes that the stream counts for it
    /// @param segmentBytes at which size to seal, at most [#SEGMENT_BYTES_MAX]
    public void append(
            long sequence,
            long timeNanos,
            String subject,
            byte[] headers,
            byte[] payload,
            long accounted,
            int segmentBytes) {
        Segment growing = growing(sequence, headers.length + payload.length, segmentBytes);
        growing.append(format, sequence, timeNanos, subject, headers, payload, accounted);
    }

    private Segment growing(long sequence, int size, int segmentBytes) {
        Segment last = segments.isEmpty() ? null : segments.getLast();
        if (last != null && !last.isSealed()) {
            if (sequence <= last.lastSequence()) {
                throw new IllegalStateException("sequence " + sequence + " follows " + last.lastSequence());
            }
            boolean fits = last.recordsEnd() + size + RecordFormat.OVERHEAD <= segmentBytes
                    && sequence - last.firstSequence() < SLOTS_MAX
                    && sequence - last.lastSequence() <= GAP_MAX;
            if (fits || last.recordsEnd() == FileHeader.SIZE) {
                return last;
            }
            last.seal();
            if (last.live() == 0) {
                drop(segments.size() - 1);
            }
        }
        Segment next = Segment.create(directory, streamId, nextNumber++, sequence);
        segments.add(next);
        born.add(stale.images());
        return next;
    }

    /// Hands all appended bytes to the system; afterwards a killed process loses none of them.
    public void flushWrites() {
        if (!segments.isEmpty()) {
            segments.getLast().file().flushWrites();
        }
    }

    /// The message, or null when no segment has a record for the sequence.
    ///
    /// @throws DamagedRecordException when the record is damaged; it is reported here, once
    public @Nullable LogRecord read(long sequence) {
        Segment segment = segmentOf(sequence);
        if (segment == null) {
            return null;
        }
        int slot = segment.slot(sequence);
        int entry = segment.entry(slot);
        if (SegmentIndex.isAbsent(entry)) {
            return null;
        }
        long offset = SegmentIndex.offset(entry);
        int length = segment.recordLength(slot);
        int at = records.at(segment.file(), offset, length, offset + length, segment.recordsEnd());
        try {
            return format.get(
                    records.bytes(), at, length, sequence, segment.file().path(), offset);
        } catch (DamagedRecordException e) {
            report(e);
            throw e;
        }
    }

    private void report(DamagedRecordException damage) {
        if (reported.size() < REPORTED_MAX && reported.add(damage.sequence())) {
            LOG.error("{}; the message is not served", damage.getMessage());
        }
    }

    /// Group time of a message that has a record. Where its head is damaged, that of the next record that is not: the
    /// message is at least so old.
    public long timeOf(long sequence) {
        Segment segment = require(sequence);
        for (long at = sequence; at <= segment.lastSequence(); at++) {
            if (!SegmentIndex.isAbsent(segment.entry(segment.slot(at)))) {
                try {
                    return timeOf(segment, at);
                } catch (DamagedRecordException e) {
                    report(e);
                }
            }
        }
        return segment.lastTime();
    }

    private long timeOf(Segment segment, long sequence) {
        int slot = segment.slot(sequence);
        long offset = segment.offset(slot);
        long next = offset + segment.recordLength(slot);
        int at = heads.at(segment.file(), offset, RecordFormat.HEAD, next, segment.recordsEnd());
        if (!format.isHead(heads.bytes(), at) || RecordFormat.sequence(heads.bytes(), at) != sequence) {
            throw new DamagedRecordException(sequence, segment.file().path(), offset);
        }
        return RecordFormat.time(heads.bytes(), at);
    }

    public String subjectOf(long sequence) {
        Segment segment = require(sequence);
        return segment.subjects().entry(segment.subjectNumber(segment.slot(sequence))).subject;
    }

    /// Bytes of the record, which are those of JetStream's file store.
    public int bytesOf(long sequence) {
        Segment segment = require(sequence);
        return segment.recordLength(segment.slot(sequence));
    }

    public boolean hasHeaders(long sequence) {
        Segment segment = require(sequence);
        return (segment.entry(segment.slot(sequence)) & SegmentIndex.HEADERS) != 0;
    }

    /// A message no longer belongs to the stream; a segment without any left is dropped.
    public void onRemoved(long sequence, long accounted) {
        int at = find(sequence);
        Segment segment = segments.get(at);
        segment.onRemoved(accounted);
        if (segment.live() == 0 && (segment.isSealed() || segment.recordsEnd() > EMPTIED_BYTES_MAX)) {
            drop(at);
        }
    }

    /// What a segment still has of the stream, where all its records have one subject.
    public record Live(long last, long lastTimeNanos, long messages, long bytes, String subject) {}

    /// What the sealed segment of this sequence still has; null when it grows or has several subjects.
    public @Nullable Live live(long sequence) {
        Segment segment = segmentOf(sequence);
        if (segment == null || !segment.isSealed() || segment.subjects().size() != 1) {
            return null;
        }
        return new Live(
                segment.lastSequence(),
                segment.lastTime(),
                segment.live(),
                segment.liveBytes(),
                segment.subjects().entry(0).subject);
    }

    /// Nothing of the sealed segment that ends with this sequence belongs to the stream any more.
    public void onSegmentRemoved(long lastSequence) {
        drop(find(lastSequence));
    }

    /// No message belongs to the stream any more.
    public void onAllRemoved() {
        while (!segments.isEmpty()) {
            drop(segments.size() - 1);
        }
    }

    private void drop(int at) {
        Segment segment = segments.remove(at);
        opened.remove(segment);
        segment.file().close();
        stale.onDropped(segment::delete, born.remove(at));
        records.release();
        heads.release();
    }

    /// First record at or above `fromInclusive` with exactly this subject, 0 for none up to `toInclusive`. Records that
    /// no longer belong to the stream are found too.
    public long next(String subject, long fromInclusive, long toInclusive) {
        for (int at = segmentFrom(fromInclusive); at < segments.size(); at++) {
            Segment segment = segments.get(at);
            if (segment.firstSequence() > toInclusive) {
                return 0;
            }
            SegmentSubjects.Entry entry = segment.subjects().find(subject);
            if (entry != null) {
                long from = Math.max(fromInclusive, segment.firstSequence() + entry.firstSlot);
                long to = Math.min(toInclusive, segment.firstSequence() + entry.lastSlot);
                for (long sequence = from; sequence <= to; sequence++) {
                    if (hasSubject(segment, segment.slot(sequence), entry.number)) {
                        return sequence;
                    }
                }
            }
        }
        return 0;
    }

    /// Last record at or below `fromInclusive` with exactly this subject, 0 for none down to `toInclusive`.
    public long previous(String subject, long fromInclusive, long toInclusive) {
        for (int at = Math.min(segmentFrom(fromInclusive), segments.size() - 1); at >= 0; at--) {
            Segment segment = segments.get(at);
            if (segment.lastSequence() < toInclusive) {
                return 0;
            }
            SegmentSubjects.Entry entry = segment.subjects().find(subject);
            if (entry != null) {
                long from = Math.min(fromInclusive, segment.firstSequence() + entry.lastSlot);
                long to = Math.max(toInclusive, segment.firstSequence() + entry.firstSlot);
                for (long sequence = from; sequence >= to; sequence--) {
                    if (hasSubject(segment, segment.slot(sequence), entry.number)) {
                        return sequence;
                    }
                }
            }
        }
        return 0;
    }

    /// Walks the records of the range whose subject is wanted, ascending, until the visitor says stop. Records that no
    /// longer belong to the stream are visited too; both ends belong to the range.
    public void visit(long fromInclusive, long toInclusive, Predicate<String> subject, RecordVisitor visitor) {
        for (int at = segmentFrom(fromInclusive); at < segments.size(); at++) {
            Segment segment = segments.get(at);
            if (segment.firstSequence() > toInclusive) {
                return;
            }
            long to = Math.min(toInclusive, segment.lastSequence());
            if (!visit(segment, Math.max(fromInclusive, segment.firstSequence()), to, subject, visitor)) {
                return;
            }
        }
    }

    private static boolean visit(
            Segment segment, long from, long to, Predicate<String> subject, RecordVisitor visitor) {
        SegmentSubjects subjects = segment.subjects();
        boolean[] wanted = new boolean[subjects.size()];
        int found = 0;
        for (SegmentSubjects.Entry entry : subjects.entries()) {
            wanted[entry.number] = subject.test(entry.subject);
            found += wanted[entry.number] ? 1 : 0;
        }
        for (long sequence = from; found > 0 && sequence <= to; sequence++) {
            int slot = segment.slot(sequence);
            if (!SegmentIndex.isAbsent(segment.entry(slot)) && wanted[segment.subjectNumber(slot)]) {
                if (!visitor.visit(sequence, subjects.entry(segment.subjectNumber(slot)).subject)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Sees one record.
    @FunctionalInterface
    public interface RecordVisitor {
        /// @return whether to go on
        boolean visit(long sequence, String subject);
    }

    /// One segment's subjects with the number of records of each, from its summary, without looking at a message.
    ///
    /// @param first first sequence of the segment
    /// @param live records of the segment that still belong to the stream
    /// @param records records that the segment has
    public record Stretch(long first, long last, long live, long records, List<SubjectCount> subjects) {}

    public record SubjectCount(String subject, long records, long first, long last) {}

    /// One stretch for each segment, in order; to rebuild a subject index.
    public void forEachStretch(Consumer<Stretch> consumer) {
        for (Segment segment : List.copyOf(segments)) {
            List<SubjectCount> counts = new ArrayList<>();
            long records = 0;
            for (SegmentSubjects.Entry entry : segment.subjects().entries()) {
                records += entry.records;
                counts.add(new SubjectCount(
                        entry.subject,
                        entry.records,
                        segment.firstSequence() + entry.firstSlot,
                        segment.firstSequence() + entry.lastSlot));
            }
            consumer.accept(
                    new Stretch(segment.firstSequence(), segment.lastSequence(), segment.live(), records, counts));
            if (segment.isSealed()) {
                segment.release();
            }
        }
    }

    /// First sequence with a record whose time is at or above `timeNanos`, 0 for none.
    public long sequenceAt(long timeNanos) {
        int low = 0;
        for (int high = segments.size(); low < high; ) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).lastTime() < timeNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == segments.size()) {
            return 0;
        }
        Segment segment = segments.get(low);
        long from = segment.firstSequence();
        for (long to = segment.lastSequence(); from < to; ) {
            long middle = (from + to) >>> 1;
            long record = recordAtOrAfter(segment, middle);
            if (timeOf(record) < timeNanos) {
                from = record + 1;
            } else {
                to = middle;
            }
        }
        return recordAtOrAfter(segment, from);
    }

    /// Gives back memory and files that nothing has used lately; everything stays readable.
    public void release() {
        opened.clear();
        records.release();
        heads.release();
        for (Segment segment : segments) {
            segment.release();
        }
    }

    public void close() {
        release();
    }

    int segmentCount() {
        return segments.size();
    }

    private static boolean hasSubject(Segment segment, int slot, int number) {
        return !SegmentIndex.isAbsent(segment.entry(slot)) && segment.subjectNumber(slot) == number;
    }

    private static long recordAtOrAfter(Segment segment, long sequence) {
        long at = sequence;
        while (at < segment.lastSequence() && SegmentIndex.isAbsent(segment.entry(segment.slot(at)))) {
            at++;
        }
        return at;
    }

    private Segment require(long sequence) {
        Segment segment = segmentOf(sequence);
        if (segment == null || SegmentIndex.isAbsent(segment.entry(segment.slot(sequence)))) {
            throw new IllegalStateException("no record of sequence " + sequence + " in " + directory);
        }
        return segment;
    }

    private @Nullable Segment segmentOf(long sequence) {
        int at = find(sequence);
        return at < 0 ? null : segments.get(at);
    }

    private int find(long sequence) {
        if (lastUsed < segments.size() && segments.get(lastUsed).holds(sequence)) {
            return lastUsed;
        }
        int at = segmentFrom(sequence);
        if (at == segments.size() || !segments.get(at).holds(sequence)) {
            return -1;
        }
        lastUsed = at;
        keepOpen(segments.get(at));
        return at;
    }

    /// Lets go of the sealed segment whose last use is longest ago, so that open files stay few.
    private void keepOpen(Segment segment) {
        if (segment.isSealed()) {
            opened.remove(segment);
            opened.add(segment);
            if (opened.size() > OPENED_MAX) {
                opened.remove().release();
            }
        }
    }

    /// Position of the first segment that ends at or above the sequence.
    private int segmentFrom(long sequence) {
        int low = 0;
        for (int high = segments.size(); low < high; ) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).lastSequence() < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
