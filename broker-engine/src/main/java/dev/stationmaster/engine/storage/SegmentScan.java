package dev.stationmaster.engine.storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all records of a segment from its first byte to make its index again.
///
/// A record whose payload is damaged is reported and keeps its place, since its head still tells where the next one
/// begins; reading it fails later. A damaged head ends the scan with a [StorageException].
final class SegmentScan {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentScan.class);

    private final AppendFile file;
    private final long recordsEnd;
    private final RecordFormat format = new RecordFormat();
    private final ReadWindow window = new ReadWindow();

    final MemoryIndex index = new MemoryIndex();
    final SegmentSubjects subjects = new SegmentSubjects();

    SegmentScan(AppendFile file, long recordsEnd) {
        this.file = file;
        this.recordsEnd = recordsEnd;
    }

    /// Scans; the index then has exactly the slots of `firstSequence` to `lastSequence`.
    SegmentScan run(long firstSequence, long lastSequence) {
        long next = firstSequence;
        for (long offset = FileHeader.SIZE; offset < recordsEnd; ) {
            int at = window.at(file, offset, head(offset), offset, recordsEnd);
            long sequence = RecordFormat.sequence(window.bytes(), at);
            int length = RecordFormat.length(window.bytes(), at);
            if (!format.isHead(window.bytes(), at)
                    || sequence < next
                    || sequence > lastSequence
                    || offset + length > recordsEnd) {
                throw new StorageException("the head of a record is damaged", file.path(), offset, null);
            }
            at = window.at(file, offset, length, offset + length, recordsEnd);
            if (!format.isWhole(window.bytes(), at, length)) {
                LOG.error(
                        "The record of sequence {} is damaged and will not be served (file {}, offset {})",
                        sequence,
                        file.path(),
                        offset);
            }
            for (; next < sequence; next++) {
                index.add(SegmentIndex.entry(offset, true, false), 0);
            }
            add(at, offset, (int) (sequence - firstSequence));
            next = sequence + 1;
            offset += length;
        }
        for (; next <= lastSequence; next++) {
            index.add(SegmentIndex.entry(recordsEnd, true, false), 0);
        }
        return this;
    }

    private int head(long offset) {
        if (recordsEnd - offset < RecordFormat.OVERHEAD) {
            throw new StorageException("the last record is cut", file.path(), offset, null);
        }
        return RecordFormat.HEAD;
    }

    private void add(int at, long offset, int slot) {
        SegmentSubjects.Entry subject = subjects.entry(RecordFormat.subject(window.bytes(), at));
        subjects.onRecord(subject, slot);
        index.add(SegmentIndex.entry(offset, false, RecordFormat.hasHeaders(window.bytes(), at)), subject.number);
    }
}
