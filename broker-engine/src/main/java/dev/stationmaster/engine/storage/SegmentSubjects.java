package dev.stationmaster.engine.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The subjects of one segment, numbered from 0 in order of appearance, with how many records each has and the slots
/// of the first and the last. Counts what was appended: nothing is subtracted when messages go.
final class SegmentSubjects {
    /// One subject of one segment.
    static final class Entry {
        final String subject;
        final byte[] bytes;
        final int number;
        int records;
        int firstSlot;
        int lastSlot;

        Entry(String subject, int number) {
            this.subject = subject;
            this.bytes = subject.getBytes(StandardCharsets.UTF_8);
            this.number = number;
        }
    }

    private final Map<String, Entry> bySubject = new HashMap<>();
    private final List<Entry> byNumber = new ArrayList<>();
    private @Nullable Entry latest;

    /// The subject's entry, made when it is new.
    Entry entry(String subject) {
        Entry entry = latest;
        if (entry == null || !entry.subject.equals(subject)) {
            entry = bySubject.get(subject);
            if (entry == null) {
                entry = new Entry(subject, byNumber.size());
                bySubject.put(subject, entry);
                byNumber.add(entry);
            }
            latest = entry;
        }
        return entry;
    }

    void onRecord(Entry entry, int slot) {
        if (entry.records++ == 0) {
            entry.firstSlot = slot;
        }
        entry.lastSlot = slot;
    }

    @Nullable
    Entry find(String subject) {
        return bySubject.get(subject);
    }

    Entry entry(int number) {
        return byNumber.get(number);
    }

    int size() {
        return byNumber.size();
    }

    List<Entry> entries() {
        return byNumber;
    }
}
