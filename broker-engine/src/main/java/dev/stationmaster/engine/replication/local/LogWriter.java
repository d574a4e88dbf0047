package dev.stationmaster.engine.replication.local;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Gathers records behind the end of a slot and writes them in whole blocks, with one call however many they are.
///
/// ```
///  slot     | record | rec:ord | record ............        :  block
///                      ^ start          ^ start + position
///  buffer              |ord | record    | zeros |
/// ```
/// The last block is kept and written again with what follows: it need not be whole. Confined to the appending thread.
final class LogWriter {
    private static final int BLOCK = UncachedFile.BLOCK;
    private static final int FIRST_BYTES = 64 * 1024;
    private static final int GATHERED_MAX = 1024 * 1024;

    private ByteBuffer buffer = aligned(FIRST_BYTES);
    private final boolean uncached;
    private LogSlot slot;
    private int start;
    private boolean dirty;

    /// @param uncached whether to write past the page cache, where that can be done
    LogWriter(LogSlot slot, boolean uncached) throws IOException {
        this.uncached = uncached;
        this.slot = slot;
        begin(slot);
    }

    static ByteBuffer aligned(int bytes) {
        return ByteBuffer.allocateDirect(bytes + BLOCK).alignedSlice(BLOCK);
    }

    static int blocksUp(int bytes) {
        return (bytes + BLOCK - 1) & -BLOCK;
    }

    /// Goes on at the end of another slot. What was gathered must have been written.
    void begin(LogSlot next) throws IOException {
        slot = next;
        start = next.position() & -BLOCK;
        buffer.clear();
        buffer.put(next.readAt(start, next.position() - start));
    }

    /// Gathers a record; the slot has room for it.
    void append(LogRecord record) throws IOException {
        int length = record.length();
        if (buffer.remaining() < length && buffer.position() + length > GATHERED_MAX) {
            write(true);
        }
        if (buffer.remaining() < length) {
            int capacity = buffer.capacity();
            while (capacity - buffer.position() < length) {
                capacity *= 2;
            }
            buffer = aligned(capacity).put(buffer.flip());
        }
        record.writeTo(buffer);
        slot.passed(record.index(), length);
        dirty = true;
    }

    /// Hands what was gathered to the system; nothing is flushed.
    ///
    /// @param flushedNext whether it will be at once: then the page cache is of no use
    void write(boolean flushedNext) throws IOException {
        if (!dirty) {
            return;
        }
        int end = buffer.position();
        while (buffer.position() < blocksUp(end)) {
            buffer.put((byte) 0);
        }
        slot.write(buffer.flip(), start, uncached && flushedNext);
        int kept = end & -BLOCK;
        buffer.limit(end).position(kept).compact();
        start += kept;
        dirty = false;
    }
}
