package dev.stationmaster.engine.storage;

import java.nio.ByteBuffer;

/// Index of a sealed segment, read from its summary a page at a time; one page of each kind is kept.
final class PagedIndex implements SegmentIndex {
    private static final int[] NONE = new int[0];

    private final AppendFile file;
    private final SegmentSummary.Footer footer;
    private int entryPage = -1;
    private int[] entries = NONE;
    private int subjectPage = -1;
    private int[] subjects = NONE;

    PagedIndex(AppendFile file, SegmentSummary.Footer footer) {
        this.file = file;
        this.footer = footer;
    }

    @Override
    public int entry(int slot) {
        int page = slot / SegmentSummary.PAGE_ENTRIES;
        if (page != entryPage) {
            entries = load(footer.entriesAt(), page);
            entryPage = page;
        }
        return entries[slot - page * SegmentSummary.PAGE_ENTRIES];
    }

    @Override
    public int subject(int slot) {
        if (footer.subjects() <= 1) {
            return 0;
        }
        int page = slot / SegmentSummary.PAGE_ENTRIES;
        if (page != subjectPage) {
            subjects = load(footer.subjectNumbersAt(), page);
            subjectPage = page;
        }
        return subjects[slot - page * SegmentSummary.PAGE_ENTRIES];
    }

    /// Gives back the pages.
    void release() {
        entryPage = -1;
        entries = NONE;
        subjectPage = -1;
        subjects = NONE;
    }

    private int[] load(long start, int page) {
        if (page >= footer.pages()) {
            throw new IndexOutOfBoundsException("page " + page + " of " + footer.pages());
        }
        long offset = start + (long) page * SegmentSummary.PAGE_SIZE;
        byte[] bytes = new byte[SegmentSummary.PAGE_SIZE];
        file.read(offset, bytes, bytes.length);
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        if (fields.getInt(bytes.length - 4) != FileHeader.crc(bytes, 0, bytes.length - 4)) {
            throw new DamagedIndexException(file.path(), offset);
        }
        int[] numbers = new int[SegmentSummary.PAGE_ENTRIES];
        fields.asIntBuffer().get(numbers);
        return numbers;
    }
}
