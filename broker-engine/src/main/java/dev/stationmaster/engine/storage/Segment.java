package dev.stationmaster.engine.storage;

import dev.stationmaster.engine.image.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file of messages with ascending sequences: it grows, is sealed with a summary once full, and is unlinked whole.
///
/// ```
///  growing   | header | record | record | …
///  sealed    | header | record | record | … | summary |
/// ```
///
/// How much of it still belongs to the stream (`live`) is a count in the checkpoint; the file does not know.
final class Segment {
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final long number;
    private final long firstSequence;
    private final AppendFile file;
    private long lastSequence;
    private long recordsEnd;
    private long firstTime;
    private long lastTime;
    private long live;
    private long liveBytes;
    private boolean sealed;
    private SegmentIndex index;
    private @Nullable SegmentSubjects subjects;

    private Segment(long number, long firstSequence, AppendFile file, SegmentIndex index) {
        this.number = number;
        this.firstSequence = firstSequence;
        this.lastSequence = firstSequence - 1;
        this.file = file;
        this.index = index;
    }

    static Segment create(Path directory, long streamId, long number, long firstSequence) {
        AppendFile file = new AppendFile(path(directory, number), 0);
        file.append(FileHeader.of(FileHeader.SEGMENT, streamId, number));
        Segment segment = new Segment(number, firstSequence, file, new MemoryIndex());
        segment.recordsEnd = file.length();
        segment.subjects = new SegmentSubjects();
        return segment;
    }

    static Path path(Path directory, long number) {
        return directory.resolve(String.format(Locale.ROOT, "%012d.seg", number));
    }

    /// Appends one record; `sequence` is above every one before.
    ///
    /// @param accounted bytes that the stream counts for it
    void append(
            RecordFormat format,
            long sequence,
            long time,
            String subject,
            byte[] headers,
            byte[] payload,
            long accounted) {
        MemoryIndex growing = (MemoryIndex) index;
        SegmentSubjects.Entry entry = subjects().entry(subject);
        int length = RecordFormat.length(entry.bytes.length, headers.length, payload.length);
        ByteBuffer out = file.reserve(length);
        format.put(out, length, sequence, time, entry.bytes, headers, payload);
        for (long skipped = lastSequence + 1; skipped < sequence; skipped++) {
            growing.add(SegmentIndex.entry(recordsEnd, true, false), 0);
        }
        growing.add(SegmentIndex.entry(recordsEnd, false, headers.length > 0), entry.number);
        subjects().onRecord(entry, (int) (sequence - firstSequence));
        if (live == 0 && recordsEnd == FileHeader.SIZE) {
            firstTime = time;
        }
        lastTime = time;
        lastSequence = sequence;
        recordsEnd += length;
        live++;
        liveBytes += accounted;
    }

    /// Writes the summary; the segment does not grow any more.
    void seal() {
        SegmentSummary.append(file, (MemoryIndex) index, subjects());
        file.flushWrites();
        sealed = true;
        release();
    }

    /// One message of this segment no longer belongs to the stream.
    void onRemoved(long accounted) {
        live--;
        liveBytes -= accounted;
    }

    long number() {
        return number;
    }

    long firstSequence() {
        return firstSequence;
    }

    /// Highest sequence that it has a record for.
    long lastSequence() {
        return lastSequence;
    }

    long firstTime() {
        return firstTime;
    }

    long lastTime() {
        return lastTime;
    }

    long recordsEnd() {
        return recordsEnd;
    }

    long live() {
        return live;
    }

    long liveBytes() {
        return liveBytes;
    }

    boolean isSealed() {
        return sealed;
    }

    AppendFile file() {
        return file;
    }

    boolean holds(long sequence) {
        return sequence >= firstSequence && sequence <= lastSequence;
    }

    int slot(long sequence) {
        return (int) (sequence - firstSequence);
    }

    int entry(int slot) {
        try {
            return index.entry(slot);
        } catch (DamagedIndexException e) {
            rebuild(e.getMessage());
            return index.entry(slot);
        }
    }

    /// Number of the subject of a slot that is not absent.
    int subjectNumber(int slot) {
        try {
            return index.subject(slot);
        } catch (DamagedIndexException e) {
            rebuild(e.getMessage());
            return index.subject(slot);
        }
    }

    long offset(int slot) {
        return SegmentIndex.offset(entry(slot));
    }

    int recordLength(int slot) {
        long end = slot == slot(lastSequence) ? recordsEnd : offset(slot + 1);
        return (int) (end - offset(slot));
    }

    SegmentSubjects subjects() {
        SegmentSubjects known = subjects;
        if (known == null) {
            SegmentSummary.Footer footer = SegmentSummary.readFooter(file);
            known = footer == null ? null : SegmentSummary.readSubjects(file, footer);
            if (known == null) {
                rebuild("the segment's summary is damaged (file " + file.path() + ")");
                return subjects();
            }
            subjects = known;
        }
        return known;
    }

    /// Gives back what can be read again.
    void release() {
        file.release();
        if (sealed) {
            SegmentSummary.Footer footer = SegmentSummary.readFooter(file);
            if (footer != null && footer.recordsEnd() == recordsEnd && footer.slots() == slot(lastSequence) + 1) {
                index = new PagedIndex(file, footer);
                subjects = null;
            }
            file.release();
        }
    }

    void write(DataOutput out) throws IOException {
        Fields.writeCount(out, number);
        Fields.writeCount(out, firstSequence);
        Fields.writeCount(out, lastSequence - firstSequence + 1);
        Fields.writeCount(out, recordsEnd);
        Fields.writeCount(out, file.length());
        out.writeLong(firstTime);
        out.writeLong(lastTime);
        Fields.writeCount(out, live);
        Fields.writeCount(out, liveBytes);
        out.writeBoolean(sealed);
    }

    /// Opens a segment as a checkpoint names it: cuts it back to its length there and makes its index.
    static Segment restore(DataInput image, Path directory, long streamId) throws IOException {
        long number = Fields.readCount(image);
        long firstSequence = Fields.readCount(image);
        long slots = Fields.readCount(image);
        long recordsEnd = Fields.readCount(image);
        long length = Fields.readCount(image);
        Path path = path(directory, number);
        FileCut.cutBack(path, length);
        AppendFile file = new AppendFile(path, length);
        FileHeader.check(file, FileHeader.SEGMENT, streamId, number);
        Segment segment = new Segment(number, firstSequence, file, new MemoryIndex());
        segment.lastSequence = firstSequence + slots - 1;
        segment.recordsEnd = recordsEnd;
        segment.firstTime = image.readLong();
        segment.lastTime = image.readLong();
        segment.live = Fields.readCount(image);
        segment.liveBytes = Fields.readCount(image);
        segment.sealed = image.readBoolean();
        segment.openIndex();
        return segment;
    }

    private void openIndex() {
        SegmentSummary.Footer footer = sealed ? SegmentSummary.readFooter(file) : null;
        if (footer != null && footer.recordsEnd() == recordsEnd && footer.slots() == slot(lastSequence) + 1) {
            index = new PagedIndex(file, footer);
        } else {
            if (sealed) {
                LOG.error("The summary of {} is damaged; its index is made again from the records", file.path());
            }
            scan();
        }
    }

    private void rebuild(@Nullable String why) {
        LOG.error("{}; the index is made again from the records", why);
        scan();
    }

    private void scan() {
        SegmentScan scan = new SegmentScan(file, recordsEnd).run(firstSequence, lastSequence);
        index = scan.index;
        subjects = scan.subjects;
    }

    void delete() {
        file.close();
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            throw new StorageException("unlink failed", file.path(), 0, e);
        }
    }
}
