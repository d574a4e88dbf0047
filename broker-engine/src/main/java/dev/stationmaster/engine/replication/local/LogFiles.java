package dev.stationmaster.engine.replication.local;

import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.Payloads;
import dev.stationmaster.engine.replication.ReplicatedLog;
import dev.stationmaster.engine.replication.ReplicationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The slots of one log: the used ones in order of index, and spare ones.
///
/// ```
///   used   [ 0 … 211 ][ 212 … 430 ][ 431 … 512 |      ]     spare [ ][ ]
///             forgotten → spare          appended here
/// ```
/// Opening follows the indices from the checkpoint on and ends at the first record that is not there or broken. That is
/// the end of the log, unless a later record says that this one had been flushed: then the disk has lost it, and the
/// log
/// refuses to open. Appends and writes come from one thread at a time; [#forget] and [#flush] from any.
final class LogFiles implements AutoCloseable {
    private static final int BODY_MAX = ReplicatedLog.ENTRY_BYTES_MAX;
    private static final int SPARE_MAX = 10;

    private final Path directory;
    /// Guarded by itself, as are `spare` and writes of `current` and `flushed`.
    private final ArrayDeque<LogSlot> used = new ArrayDeque<>();

    private final ArrayDeque<LogSlot> spare = new ArrayDeque<>();
    private int slots;
    private LogSlot current;
    private final LogWriter writer;
    private final long term;
    private volatile long next;
    private volatile long flushed;
    private volatile long flushes;

    private LogFiles(
            Path directory, List<LogSlot> chain, List<LogSlot> others, int slots, Recovery recovery, boolean uncached)
            throws IOException {
        this.directory = directory;
        this.slots = slots;
        this.term = recovery.term + 1;
        this.next = recovery.next;
        this.flushed = next - 1;
        used.addAll(chain);
        spare.addAll(others);
        if (used.isEmpty()) {
            used.add(fresh());
        }
        this.current = used.getLast();
        this.writer = new LogWriter(current, uncached);
    }

    /// Opens the log and hands over what it has past the checkpoint.
    ///
    /// @param uncached whether to write past the page cache, where that can be done
    /// @param entries takes each entry, in order
    /// @throws ReplicationException when entries are lost that were acknowledged
    static LogFiles open(Path directory, Position durable, boolean uncached, Consumer<LogRecord> entries)
            throws IOException {
        Files.createDirectories(directory);
        List<LogSlot> filled = new ArrayList<>();
        List<LogSlot> headless = new ArrayList<>();
        int highest = -1;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "slot-*.log")) {
            for (Path file : files) {
                LogSlot slot = LogSlot.open(file);
                String name = file.getFileName().toString();
                highest = Math.max(highest, Integer.parseInt(name.substring(5, name.length() - 4)));
                LogRecord first = slot.read(0, BODY_MAX);
                if (first == null) {
                    headless.add(slot);
                } else {
                    filled.add(slot);
                }
            }
        }
        Recovery recovery = new Recovery(directory, filled, headless, durable);
        List<LogSlot> chain = recovery.follow(entries);
        List<LogSlot> others = new ArrayList<>(headless);
        others.addAll(filled);
        others.removeAll(chain);
        return new LogFiles(directory, chain, others, highest + 1, recovery, uncached);
    }

    /// Of this opening; higher than that of any record before.
    long term() {
        return term;
    }

    long lastIndex() {
        return next - 1;
    }

    /// Appends an entry; it is in memory alone until [#write].
    ///
    /// @return its position
    Position append(byte[] header, Payloads payload) throws IOException {
        long index = next;
        LogRecord record = new LogRecord(term, index, flushed, header, payload);
        if (!current.hasRoom(record.length())) {
            roll();
        }
        writer.append(record);
        next = index + 1;
        return new Position(term, index);
    }

    /// Hands what was appended to the system: now it outlives the process.
    ///
    /// @param flushedNext whether [#flush] comes at once
    void write(boolean flushedNext) throws IOException {
        writer.write(flushedNext);
    }

    /// Returns once everything written before the call is on disk. From any thread.
    void flush() throws IOException {
        LogSlot slot;
        long last;
        synchronized (used) {
            slot = current;
            last = slot.lastIndex();
        }
        slot.flush();
        synchronized (used) {
            flushed = Math.max(flushed, last);
            flushes++;
        }
    }

    /// How often it was flushed since it was opened.
    long flushes() {
        return flushes;
    }

    /// Whether something was written since the last flush.
    boolean isDirty() {
        synchronized (used) {
            return current.lastIndex() > flushed;
        }
    }

    /// A slot is left flushed, so that only the current one ever needs it.
    private void roll() throws IOException {
        write(true);
        flush();
        LogSlot fresh = fresh();
        synchronized (used) {
            used.add(fresh);
            current = fresh;
        }
        writer.begin(fresh);
    }

    private LogSlot fresh() throws IOException {
        synchronized (used) {
            LogSlot again = spare.poll();
            if (again != null) {
                again.reuse();
                return again;
            }
        }
        return LogSlot.make(directory.resolve("slot-" + slots++ + ".log"));
    }

    /// Entries up to here are not needed any more.
    void forget(long index) throws IOException {
        List<LogSlot> surplus = new ArrayList<>();
        synchronized (used) {
            while (used.size() > 1 && used.getFirst().lastIndex() <= index) {
                LogSlot done = used.removeFirst();
                if (spare.size() < SPARE_MAX) {
                    spare.add(done);
                } else {
                    surplus.add(done);
                }
            }
        }
        for (LogSlot slot : surplus) {
            slot.delete();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (used) {
            for (LogSlot slot : used) {
                slot.close();
            }
            for (LogSlot slot : spare) {
                slot.close();
            }
        }
    }

    /// Finds the entries past a checkpoint.
    private static final class Recovery {
        private final Path directory;
        private final List<LogSlot> slots;

        /// Empty, or their first record is broken.
        private final List<LogSlot> headless;

        private final long durable;
        private long next;
        private long term;

        Recovery(Path directory, List<LogSlot> slots, List<LogSlot> headless, Position durable) {
            this.directory = directory;
            this.slots = slots;
            this.headless = headless;
            this.durable = durable.index();
            this.next = durable.index() + 1;
            this.term = durable.term();
        }

        /// @return the slots that hold the log from the checkpoint on, positioned behind their last record
        List<LogSlot> follow(Consumer<LogRecord> entries) throws IOException {
            List<LogSlot> chain = new ArrayList<>();
            @Nullable LogSlot slot = beginning();
            long expected = slot == null ? next : first(slot);
            if (slot == null) {
                requireNothingFlushedAfter(null, next);
            }
            while (slot != null) {
                chain.add(slot);
                expected = follow(slot, expected, entries);
                if (expected <= durable && slot.skipTo(durable + 1, BODY_MAX)) {
                    // Broken, but in the checkpoint: nothing is missed.
                    expected = follow(slot, durable + 1, entries);
                }
                LogSlot following = startingAt(expected);
                if (following == null && expected <= durable) {
                    following = startingAt(durable + 1);
                    expected = following == null ? expected : durable + 1;
                }
                next = Math.max(next, expected);
                if (following == null) {
                    requireNothingFlushedAfter(slot, next);
                }
                slot = following;
            }
            if (expected <= durable) {
                // All of it is in the checkpoint; what was torn behind is not missed.
                chain.clear();
            }
            return chain;
        }

        /// Hands over the entries of a slot.
        ///
        /// @return index of the first one that is not there or broken
        private long follow(LogSlot slot, long from, Consumer<LogRecord> entries) throws IOException {
            long expected = from;
            LogRecord record = slot.read(slot.position(), BODY_MAX);
            while (record != null && record.index() == expected && record.term() >= termBefore(expected)) {
                slot.passed(expected, record.length());
                slot.onWritten();
                term = Math.max(term, record.term());
                if (expected > durable) {
                    entries.accept(record);
                }
                expected++;
                record = slot.hasRoom(LogRecord.FIXED) ? slot.read(slot.position(), BODY_MAX) : null;
            }
            return expected;
        }

        /// Before the checkpoint, terms need not be known: the record's own is taken.
        private long termBefore(long index) {
            return index > durable ? term : 0;
        }

        private @Nullable LogSlot beginning() throws IOException {
            LogSlot best = null;
            for (LogSlot slot : slots) {
                long first = first(slot);
                if (first <= durable + 1 && (best == null || first > first(best))) {
                    best = slot;
                }
            }
            if (best == null && !slots.isEmpty()) {
                LogSlot lowest = slots.stream()
                        .min(Comparator.comparingLong(this::firstQuietly))
                        .orElseThrow();
                throw lost(lowest, "entries " + (durable + 1) + " to " + (first(lowest) - 1) + " are missing");
            }
            return best;
        }

        private @Nullable LogSlot startingAt(long index) throws IOException {
            for (LogSlot slot : slots) {
                LogRecord record = slot.read(0, BODY_MAX);
                if (record != null && record.index() == index && record.term() >= termBefore(index)) {
                    return slot;
                }
            }
            return null;
        }

        private long first(LogSlot slot) throws IOException {
            LogRecord record = slot.read(0, BODY_MAX);
            if (record == null) {
                throw new IOException("the first record of " + slot.path() + " was valid and is no longer");
            }
            return record.index();
        }

        private long firstQuietly(LogSlot slot) {
            try {
                return first(slot);
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
        }

        /// Looks for any later record that was written when the missing one was on disk.
        private void requireNothingFlushedAfter(@Nullable LogSlot slot, long missing) throws IOException {
            if (slot != null && isEvidence(slot.readAllBehind(BODY_MAX, missing), missing)) {
                throw lost(slot, "entry " + missing + " is broken at byte " + slot.position());
            }
            for (LogSlot other : headless) {
                if (isEvidence(other.readAllBehind(BODY_MAX, missing), missing)) {
                    throw lost(other, "the first entry is broken at byte 0");
                }
            }
            for (LogSlot other : slots) {
                LogRecord first = other.read(0, BODY_MAX);
                if (first != null && first.index() > missing && first.flushed() >= missing) {
                    throw lost(slot == null ? other : slot, "entry " + missing + " is missing");
                }
            }
        }

        private static boolean isEvidence(List<LogRecord> later, long missing) {
            return later.stream().anyMatch(record -> record.flushed() >= missing);
        }

        private ReplicationException lost(LogSlot slot, String what) {
            return new ReplicationException(
                    "the log in " + directory + " is damaged, it was flushed and is not there any more: " + what
                            + " of " + slot.path().getFileName());
        }
    }
}
