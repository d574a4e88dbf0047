package dev.stationmaster.engine.stream;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many messages each subject has, and its first and last sequence.
final class SubjectTable {
    /// One subject with at least one message. `first` may be stale, that is too low, and `last` too high, until the
    /// stream looks for them: after a removal it is seldom needed to know.
    static final class Entry {
        final String subject;
        final int utf8Length;
        long count;
        long first;
        long last;
        boolean firstStale;
        boolean lastStale;

        Entry(String subject) {
            this.subject = subject;
            this.utf8Length = StoredSize.utf8Length(subject);
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private @Nullable Entry latest;
    private long version;

    @Nullable
    Entry find(String subject) {
        Entry known = latest;
        if (known != null && known.subject.equals(subject)) {
            return known;
        }
        Entry entry = entries.get(subject);
        if (entry != null) {
            latest = entry;
        }
        return entry;
    }

    void onStored(String subject, long sequence) {
        Entry entry = find(subject);
        if (entry == null) {
            entry = new Entry(subject);
            entry.first = sequence;
            entries.put(subject, entry);
            latest = entry;
            version++;
        }
        entry.count++;
        entry.last = sequence;
        entry.lastStale = false;
    }

    void onRemoved(Entry entry, long sequence) {
        if (--entry.count == 0) {
            entries.remove(entry.subject);
            latest = null;
            version++;
            return;
        }
        if (sequence == entry.first) {
            entry.first = sequence + 1;
            entry.firstStale = true;
        } else if (sequence == entry.last) {
            entry.last = sequence - 1;
            entry.lastStale = true;
        }
        if (entry.count == 1) {
            if (!entry.firstStale) {
                entry.last = entry.first;
                entry.lastStale = false;
            } else if (!entry.lastStale) {
                entry.first = entry.last;
                entry.firstStale = false;
            }
        }
    }

    /// The subject's oldest messages went, all up to `last`.
    void onOldestRemoved(Entry entry, long removed, long last) {
        entry.count -= removed;
        if (entry.count == 0) {
            entries.remove(entry.subject);
            latest = null;
            version++;
        } else if (entry.first <= last) {
            entry.first = last + 1;
            entry.firstStale = true;
        }
    }

    /// Takes up messages when the table is built anew.
    void restore(String subject, long count, long first, long last) {
        Entry entry = entries.computeIfAbsent(subject, Entry::new);
        if (entry.count == 0) {
            entry.first = first;
        }
        entry.count += count;
        entry.last = last;
        version++;
    }

    void clear() {
        entries.clear();
        latest = null;
        version++;
    }

    int size() {
        return entries.size();
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /// Changes whenever a subject comes or goes.
    long version() {
        return version;
    }
}
