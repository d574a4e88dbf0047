package dev.stationmaster.engine.replication.local;

import dev.stationmaster.engine.replication.ReplicationException;
import dev.stationmaster.engine.storage.FlushTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One file of the log. It is used again and again: what a former use left behind has lower indices, so a reader that
/// follows indices never takes it for news. It has its full length from the beginning, so that a shorter one is known
/// to
/// be damaged; zeros are written ahead of the records, because a flush of bytes that have their place on the disk does
/// not touch the file system's journal.
final class LogSlot {
    static final int BYTES = 16 << 20;
    private static final int GROWTH = 256 * 1024;
    private static final ByteBuffer ZEROS = LogWriter.aligned(GROWTH);

    private final Path path;
    private final FileChannel channel;
    private @Nullable FileChannel writer;

    /// Up to here the file is known to have its place on the disk.
    private int placed;

    private int position;
    private long firstIndex = -1;
    private long appendedIndex = -1;
    private volatile long lastIndex = -1;

    private LogSlot(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
    }

    /// @throws ReplicationException when it is shorter than it was made
    static LogSlot open(Path path) throws IOException {
        LogSlot slot = new LogSlot(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        long length = slot.channel.size();
        ByteBuffer magic = slot.readAt(0, 4);
        boolean growing = magic.remaining() == 4 && magic.getInt() == LogRecord.MAGIC_OF_GROWING;
        if (length < BYTES && !growing) {
            slot.close();
            throw new ReplicationException(
                    "the log's file " + path + " is damaged: it has " + length + " bytes, but was made with " + BYTES);
        }
        return slot;
    }

    /// A new one, there under its name only once it is whole.
    static LogSlot make(Path path) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel made = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            made.write(ByteBuffer.allocate(1), BYTES - 1);
            made.force(true);
        }
        Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
        new FlushTarget(path.resolveSibling(".")).flush();
        return open(path);
    }

    Path path() {
        return path;
    }

    /// Index of its first entry in this use, -1 while it has none.
    long firstIndex() {
        return firstIndex;
    }

    /// Of the last entry that was written.
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
        appendedIndex = -1;
        lastIndex = -1;
    }

    /// Writes whole blocks, which end behind the position; nothing is flushed.
    void write(ByteBuffer blocks, int offset, boolean uncached) throws IOException {
        FileChannel open = uncached ? uncached() : channel;
        int end = offset + blocks.remaining();
        writeFully(open, blocks, offset);
        if (end > placed) {
            placed = stepUp(end);
            writeFully(open, ZEROS.duplicate().limit(placed - end), end);
        }
        onWritten();
    }

    private static int stepUp(int end) {
        return Math.min(BYTES, (end + GROWTH - 1) / GROWTH * GROWTH);
    }

    /// A record of this use is at the position.
    void passed(long index, int bytes) {
        if (firstIndex < 0) {
            firstIndex = index;
        }
        appendedIndex = index;
        position += bytes;
    }

    /// Everything up to the position is in the file.
    void onWritten() {
        lastIndex = appendedIndex;
        placed = Math.max(placed, stepUp(position));
    }

    /// Goes on behind what is broken, at the newest valid record of this index.
    ///
    /// @return whether there is one
    boolean skipTo(long index, int bodyBytesMax) throws IOException {
        int found = -1;
        long term = -1;
        ByteBuffer rest = readAt(position, BYTES - position);
        for (int at = 0; at + LogRecord.FIXED <= rest.limit(); at += LogRecord.ALIGNMENT) {
            LogRecord record = recordAt(rest, at, bodyBytesMax);
            if (record != null && record.index() == index && record.term() > term) {
                found = at;
                term = record.term();
            }
        }
        if (found >= 0) {
            position += found;
        }
        return found >= 0;
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
            LogRecord record = recordAt(rest, at, bodyBytesMax);
            if (record != null && record.index() > index) {
                found.add(record);
            }
        }
        return found;
    }

    private static @Nullable LogRecord recordAt(ByteBuffer bytes, int at, int bodyBytesMax) {
        int length = LogRecord.lengthAt(bytes.position(at), bodyBytesMax);
        return length == 0 || length > bytes.remaining() ? null : LogRecord.read(bytes);
    }

    /// Bytes from an offset; fewer where the file ends.
    ByteBuffer readAt(int offset, int bytes) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(bytes);
        while (into.hasRemaining() && channel.read(into, offset + (long) into.position()) >= 0) {
            // The loop's condition reads.
        }
        return into.flip();
    }

    private static void writeFully(FileChannel open, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += open.write(bytes, at);
        }
    }

    private FileChannel uncached() {
        FileChannel open = writer;
        if (open == null) {
            FileChannel past = UncachedFile.open(path);
            open = past == null ? channel : past;
            writer = open;
        }
        return open;
    }

    void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
        channel.close();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }
}
