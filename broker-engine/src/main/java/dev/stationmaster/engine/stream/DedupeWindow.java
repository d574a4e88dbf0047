package dev.stationmaster.engine.stream;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/// Which message ids were stored within the window, found by a fingerprint of 32 bits that points into the id files.
///
/// ```
///  slots of one file's table:   | fingerprint:32 | position + 1:32 |     0: free
///
///  oldest ── file 7 ── file 8 ── file 9 ── newest       each holds an eighth of the window
/// ```
///
/// A fingerprint that fits is checked against the whole 128-bit hash in the file, so the table costs 16 to 32 bytes an
/// id on the heap. Ids leave one by one as group time passes (each is looked at with its own time), and their table and
/// file go when the last of them has left. A full window refuses new ids; it never forgets one early.
final class DedupeWindow {
    /// Ids that one stream remembers at most.
    static final int IDS_MAX = 4_000_000;

    private static final int FILES = 8;
    private static final long FILE_NANOS_MIN = 1_000_000_000L;

    private static final class Table {
        final long file;
        final long firstTime;
        long lastTime;
        int size;
        long[] slots = new long[64];

        Table(long file, long firstTime) {
            this.file = file;
            this.firstTime = firstTime;
            this.lastTime = firstTime;
        }

        void add(long hashHigh, long timeNanos) {
            if (size >= slots.length / 2) {
                grow();
            }
            put(slots, fingerprint(hashHigh), size + 1);
            size++;
            lastTime = timeNanos;
        }

        private void grow() {
            long[] wider = new long[slots.length * 2];
            for (long slot : slots) {
                if (slot != 0) {
                    put(wider, (int) (slot >>> 32), (int) slot);
                }
            }
            slots = wider;
        }

        private static void put(long[] slots, int fingerprint, int position) {
            int mask = slots.length - 1;
            int at = fingerprint & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = ((long) fingerprint << 32) | position;
        }

        static int fingerprint(long hashHigh) {
            return (int) (hashHigh >>> 32);
        }
    }

    private final MessageIds ids;
    private final int idsMax;
    private final Deque<Table> tables = new ArrayDeque<>();
    private int size;

    DedupeWindow(MessageIds ids, int idsMax) {
        this.ids = ids;
        this.idsMax = idsMax;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= idsMax;
    }

    /// Sequence of the message that was stored with this id less than `windowNanos` before `timeNanos`, 0 for none.
    long find(long hashHigh, long hashLow, long timeNanos, long windowNanos) {
        for (Iterator<Table> newestFirst = tables.descendingIterator(); newestFirst.hasNext(); ) {
            Table table = newestFirst.next();
            if (timeNanos - table.lastTime >= windowNanos) {
                return 0;
            }
            long sequence = find(table, hashHigh, hashLow, timeNanos - windowNanos);
            if (sequence != 0) {
                return sequence;
            }
        }
        return 0;
    }

    private long find(Table table, long hashHigh, long hashLow, long afterTime) {
        int mask = table.slots.length - 1;
        int fingerprint = Table.fingerprint(hashHigh);
        for (int at = fingerprint & mask; table.slots[at] != 0; at = (at + 1) & mask) {
            long slot = table.slots[at];
            if ((int) (slot >>> 32) == fingerprint) {
                MessageIds.Entry entry = ids.read(table.file, (int) slot - 1);
                if (entry.hashHigh() == hashHigh && entry.hashLow() == hashLow && entry.timeNanos() > afterTime) {
                    return entry.sequence();
                }
            }
        }
        return 0;
    }

    void add(long hashHigh, long hashLow, long sequence, long timeNanos, long windowNanos) {
        Table newest = tables.peekLast();
        if (newest == null || timeNanos - newest.firstTime >= Math.max(windowNanos / FILES, FILE_NANOS_MIN)) {
            newest = new Table(ids.startFile(), timeNanos);
            tables.add(newest);
        }
        ids.append(hashHigh, hashLow, sequence, timeNanos);
        newest.add(hashHigh, timeNanos);
        size++;
    }

    /// Takes up an id that a file holds already; files oldest first, each in order.
    void restore(long file, MessageIds.Entry entry) {
        Table newest = tables.peekLast();
        if (newest == null || newest.file != file) {
            newest = new Table(file, entry.timeNanos());
            tables.add(newest);
        }
        newest.add(entry.hashHigh(), entry.timeNanos());
        size++;
    }

    /// Drops files of which every id has left the window.
    void expire(long timeNanos, long windowNanos) {
        for (Table oldest = tables.peek();
                oldest != null && timeNanos - oldest.lastTime >= windowNanos;
                oldest = tables.peek()) {
            tables.remove();
            size -= oldest.size;
            Arrays.fill(oldest.slots, 0);
            ids.dropFile(oldest.file);
        }
    }

    /// When the next file can be dropped; [Long#MAX_VALUE] for never.
    long nextDueNanos(long windowNanos) {
        Table oldest = tables.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.lastTime + windowNanos;
    }
}
