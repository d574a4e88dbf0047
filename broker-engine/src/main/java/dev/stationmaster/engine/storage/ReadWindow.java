package dev.stationmaster.engine.storage;

import org.jspecify.annotations.Nullable;

/// The stretch of a file that was read last. Reading on from its end reads 64 KB ahead, so that a consumer that goes
/// through old messages costs one system call for many. Bytes of a file never change, so a window is never stale.
final class ReadWindow {
    private static final int AHEAD = 64 * 1024;
    private static final int KEPT_MAX = 256 * 1024;

    private byte[] bytes = LogRecord.NOTHING;
    private @Nullable AppendFile file;
    private long start;
    private int size;
    private long expected = -1;

    /// Makes `[offset, offset + needed)` readable in [#bytes] and says where it begins there.
    ///
    /// @param next where a reader in order would come next
    /// @param limit end of what may be read
    int at(AppendFile from, long offset, int needed, long next, long limit) {
        boolean inOrder = from == file && offset == expected;
        if (from != file || offset < start || offset + needed > start + size) {
            int wanted = inOrder && !from.isBuffered(offset) ? Math.max(needed, AHEAD) : needed;
            load(from, offset, (int) Math.min(wanted, limit - offset), needed);
        }
        expected = next;
        return (int) (offset - start);
    }

    byte[] bytes() {
        return bytes;
    }

    void release() {
        bytes = LogRecord.NOTHING;
        file = null;
        size = 0;
    }

    private void load(AppendFile from, long offset, int wanted, int needed) {
        if (wanted < needed) {
            throw new StorageException(needed + " bytes pass the end of the records", from.path(), offset, null);
        }
        file = null;
        if (bytes.length < wanted || bytes.length > KEPT_MAX) {
            bytes = new byte[Math.max(wanted, 4096)];
        }
        from.read(offset, bytes, wanted);
        file = from;
        start = offset;
        size = wanted;
    }
}
