package dev.stationmaster.engine.storage;

/// Where the records of one segment are: one entry for each sequence (slot = sequence - first sequence).
///
/// An entry is 30 bits of offset, one bit "no message here" and one bit "has headers". An absent slot's offset is where
/// the next record begins, so a record's length is always the next entry's offset less its own.
interface SegmentIndex {
    int ABSENT = 2;
    int HEADERS = 1;

    int entry(int slot);

    /// Number of the slot's subject in the segment's [SegmentSubjects]; anything for an absent slot.
    int subject(int slot);

    static int entry(long offset, boolean absent, boolean headers) {
        return (int) (offset << 2) | (absent ? ABSENT : 0) | (headers ? HEADERS : 0);
    }

    static int offset(int entry) {
        return entry >>> 2;
    }

    static boolean isAbsent(int entry) {
        return (entry & ABSENT) != 0;
    }
}
