package dev.stationmaster.engine.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What stands behind the records of a sealed segment, so that nobody needs to read them again.
///
/// ```
///  | header | records … | subjects | entry pages … | subject pages … | footer |
///
///  subjects   for each: length:u16 | bytes | records:u32 | first slot:u32 | last slot:u32
///  page       1023 numbers of 4 bytes, then their CRC-32C; the last page is filled up with zeros
///  footer     kind:u32 | version:u32 | slots:u32 | subjects:u32 | records' end:u64 | subjects' size:u32
///             | subjects' CRC-32C:u32 | zero:u32 | footer's CRC-32C:u32
/// ```
///
/// Subject pages are left out when the segment has one subject. Pages are read one at a time when they are needed.
final class SegmentSummary {
    static final int PAGE_ENTRIES = 1023;
    static final int PAGE_SIZE = (PAGE_ENTRIES + 1) * 4;
    static final int FOOTER_SIZE = 40;
    private static final int KIND = 0x534D5355; // "SMSU"
    private static final int VERSION = 1;

    private SegmentSummary() {}

    /// Where the parts begin, as the footer tells.
    record Footer(int slots, int subjects, long recordsEnd, int subjectsSize, int subjectsCrc) {
        int pages() {
            return (slots + PAGE_ENTRIES - 1) / PAGE_ENTRIES;
        }

        long entriesAt() {
            return recordsEnd + subjectsSize;
        }

        long subjectNumbersAt() {
            return entriesAt() + (long) pages() * PAGE_SIZE;
        }

        long footerAt() {
            return subjectNumbersAt() + (subjects > 1 ? (long) pages() * PAGE_SIZE : 0);
        }
    }

    static void append(AppendFile file, MemoryIndex index, SegmentSubjects subjects) {
        long recordsEnd = file.length();
        int size = 0;
        for (SegmentSubjects.Entry entry : subjects.entries()) {
            size += 14 + entry.bytes.length;
        }
        ByteBuffer names = ByteBuffer.allocate(size);
        for (SegmentSubjects.Entry entry : subjects.entries()) {
            names.putShort((short) entry.bytes.length).put(entry.bytes);
            names.putInt(entry.records).putInt(entry.firstSlot).putInt(entry.lastSlot);
        }
        file.append(names.array());
        appendPages(file, index.size(), index::entry);
        if (subjects.size() > 1) {
            appendPages(file, index.size(), index::subject);
        }
        ByteBuffer footer = ByteBuffer.allocate(FOOTER_SIZE)
                .putInt(KIND)
                .putInt(VERSION)
                .putInt(index.size())
                .putInt(subjects.size())
                .putLong(recordsEnd)
                .putInt(size)
                .putInt(FileHeader.crc(names.array(), 0, size))
                .putInt(0);
        file.append(footer.putInt(FileHeader.crc(footer.array(), 0, FOOTER_SIZE - 4))
                .array());
    }

    private static void appendPages(AppendFile file, int slots, java.util.function.IntUnaryOperator number) {
        for (int from = 0; from < slots; from += PAGE_ENTRIES) {
            ByteBuffer page = ByteBuffer.allocate(PAGE_SIZE);
            for (int slot = from; slot < Math.min(slots, from + PAGE_ENTRIES); slot++) {
                page.putInt(number.applyAsInt(slot));
            }
            page.putInt(PAGE_SIZE - 4, FileHeader.crc(page.array(), 0, PAGE_SIZE - 4));
            file.append(page.array());
        }
    }

    /// The footer, or null when it is damaged.
    static @Nullable Footer readFooter(AppendFile file) {
        long at = file.length() - FOOTER_SIZE;
        if (at < FileHeader.SIZE) {
            return null;
        }
        byte[] bytes = new byte[FOOTER_SIZE];
        file.read(at, bytes, FOOTER_SIZE);
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        if (fields.getInt(FOOTER_SIZE - 4) != FileHeader.crc(bytes, 0, FOOTER_SIZE - 4) || fields.getInt(0) != KIND) {
            return null;
        }
        if (fields.getInt(4) != VERSION) {
            throw new StorageException(
                    "a segment's summary has version " + fields.getInt(4) + "; this program knows " + VERSION,
                    file.path(),
                    at,
                    null);
        }
        Footer footer = new Footer(
                fields.getInt(8), fields.getInt(12), fields.getLong(16), fields.getInt(24), fields.getInt(28));
        return footer.footerAt() == at ? footer : null;
    }

    /// The subjects, or null when they are damaged.
    static @Nullable SegmentSubjects readSubjects(AppendFile file, Footer footer) {
        byte[] bytes = new byte[footer.subjectsSize()];
        file.read(footer.recordsEnd(), bytes, bytes.length);
        if (FileHeader.crc(bytes, 0, bytes.length) != footer.subjectsCrc()) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        SegmentSubjects subjects = new SegmentSubjects();
        while (fields.hasRemaining()) {
            byte[] name = new byte[fields.getShort() & 0xFFFF];
            fields.get(name);
            SegmentSubjects.Entry entry = subjects.entry(new String(name, StandardCharsets.UTF_8));
            entry.records = fields.getInt();
            entry.firstSlot = fields.getInt();
            entry.lastSlot = fields.getInt();
        }
        return subjects;
    }
}
