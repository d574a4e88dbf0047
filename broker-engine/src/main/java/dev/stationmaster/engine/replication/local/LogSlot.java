package dev.stationmaster.engine.replication.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One file of the log. It is used again and again: what a former use left behind has lower indices, so a reader that
/// follows indices never takes it for news. A file that has its full length is flushed without touching the file
/// system's journal, so it grows in steps and is never cut.
final class LogSlot {
    static final int BYTES = 16 << 20;
    private static final int GROWTH = 256 * 1024;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(GROWTH).asReadOnlyBuffer();

    private final Path path;
    private final FileChannel channel;
    private long length;
    private int position;
    private long firstIndex = -1;
    private volatile long lastIndex = -1;

    private LogSlot(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.length = channel.size();
    }

    static LogSlot open(Path path) throws IOException {
        return new LogSlot(
                path,
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    Path path() {
        return path;
    }

    /// Index of its first entry in this use, -1 while it has none.
    long firstIndex() {
        return firstIndex;
    }

    long lastIndex() {
        return lastIndex;
    }

    int position() {
        return position;
    }

    boolean hasRoom(int bytes) {
        return position + bytes <= BYTES;
    }

    /// Begins a new use.
    void reuse() {
        position = 0;
        firstIndex = -1;
        lastIndex = -1;
    }

    /// Writes a record at the position; nothing is flushed.
    void append(ByteBuffer record, long index) throws IOException {
        int end = position + record.remaining();
        writeFully(record, position);
        if (end > length) {
            int grown = Math.min(BYTES, (end + GROWTH - 1) / GROWTH * GROWTH);
            writeFully(ZEROS.duplicate().limit(grown - end), end);
            length = grown;
        }
        passed(index, end - position);
    }

    /// A record of this use was found at the position.
    void passed(long index, int bytes) {
        if (firstIndex < 0) {
            firstIndex = index;
        }
        lastIndex = index;
        position += bytes;
    }

    void flush() throws IOException {
        channel.force(false);
    }

    /// The valid record at an offset, whatever its index, or null.
    @Nullable
    LogRecord read(int offset, int bodyBytesMax) throws IOException {
        ByteBuffer fixed = readAt(offset, LogRecord.FIXED);
        int bytes = LogRecord.lengthAt(fixed, bodyBytesMax);
        if (bytes == 0) {
            return null;
        }
        ByteBuffer whole = readAt(offset, bytes);
        return whole.remaining() < bytes ? null : LogRecord.read(whole);
    }

    /// Valid records of a higher index than this, wherever they lie behind the position.
    List<LogRecord> readAllBehind(int bodyBytesMax, long index) throws IOException {
        List<LogRecord> found = new ArrayList<>();
        ByteBuffer rest = readAt(position, BYTES - position);
        for (int at = 0; at + LogRecord.FIXED <= rest.limit(); at += LogRecord.ALIGNMENT) {
            int bytes = LogRecord.lengthAt(rest.position(at), bodyBytesMax);
            if (bytes > 0 && bytes <= rest.remaining()) {
                LogRecord record = LogRecord.read(rest);
                if (record != null && record.index() > index) {
                    found.add(record);
                }
            }
        }
        return found;
    }

    /// Bytes from an offset; fewer where the file ends.
    private ByteBuffer readAt(int offset, int bytes) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(bytes);
        while (into.hasRemaining() && channel.read(into, offset + (long) into.position()) >= 0) {
            // The loop's condition reads.
        }
        return into.flip();
    }

    private void writeFully(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    void close() throws IOException {
        channel.close();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
