package dev.stationmaster.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that only grows, with its newest bytes in memory.
///
/// ```
///  file   |.................................|##########|
///                           ^ bufferStart   ^ written  ^ length
///  buffer                   |...............|##########|        #: not yet handed to the system
/// ```
///
/// Bytes are gathered with [#reserve] and handed over with [#flushWrites], one system call however many they are; what
/// was just appended is read back from memory. The channel opens when needed and closes with [#release].
/// Confined to the group loop. Nothing here makes bytes durable: that is [FlushTarget]'s.
final class AppendFile {
    private static final int BUFFER_FIRST = 4 * 1024;
    private static final int BUFFER_MAX = 256 * 1024;
    private static final int TAILED_MAX = 4 * 1024;

    /// The system copies at most this much at once through memory of its own.
    private static final int TRANSFER_MAX = 1024 * 1024;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final Path path;
    private ByteBuffer buffer = NONE;
    private long bufferStart;
    private long written;
    private long length;
    private long durable;
    private @Nullable FileChannel channel;

    /// @param length bytes that the file has; 0 for a file that is to be made
    AppendFile(Path path, long length) {
        this.path = path;
        this.length = length;
        this.written = length;
        this.bufferStart = length;
        this.durable = length;
    }

    Path path() {
        return path;
    }

    /// End of the file, bytes not yet handed over included.
    long length() {
        return length;
    }

    /// How much of it a durable checkpoint names.
    long durable() {
        return durable;
    }

    void onDurable(long upTo) {
        durable = Math.max(durable, upTo);
    }

    /// A buffer whose next `size` bytes are the file's next ones; the caller fills them all before any other call.
    ByteBuffer reserve(int size) {
        if (buffer.remaining() < size) {
            makeRoom(size);
        }
        length += size;
        return buffer;
    }

    void append(byte[] bytes) {
        reserve(bytes.length).put(bytes);
    }

    private void makeRoom(int size) {
        int kept = buffer.position();
        int wanted = kept + size;
        if (wanted <= BUFFER_MAX) {
            int capacity = Math.max(BUFFER_FIRST, buffer.capacity());
            while (capacity < wanted) {
                capacity *= 2;
            }
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
            return;
        }
        flushWrites();
        // Half of the newest bytes stay readable from memory: consumers are mostly right behind. Of large records there
        // would be few, and moving them costs more than reading them again.
        int tail = size > TAILED_MAX ? 0 : Math.min(kept, BUFFER_MAX / 2);
        bufferStart = length - tail;
        buffer.limit(kept).position(kept - tail);
        if (size > BUFFER_MAX || buffer.capacity() != BUFFER_MAX) {
            buffer = ByteBuffer.allocate(Math.max(size, BUFFER_MAX)).put(buffer);
        } else {
            buffer.compact();
        }
    }

    /// Hands everything appended to the system.
    void flushWrites() {
        if (written == length) {
            return;
        }
        int end = (int) (length - bufferStart);
        while (written < length) {
            int from = (int) (written - bufferStart);
            ByteBuffer part = buffer.duplicate();
            part.limit(Math.min(end, from + TRANSFER_MAX)).position(from);
            try {
                written += open().write(part, written);
            } catch (IOException e) {
                throw new StorageException("write failed", path, written, e);
            }
        }
    }

    /// Fills `bytes[0, size)` from the file at `offset`.
    void read(long offset, byte[] bytes, int size) {
        if (offset < 0 || offset + size > length) {
            throw new StorageException(
                    "read of " + size + " bytes passes the file's end at " + length, path, offset, null);
        }
        if (offset >= bufferStart) {
            buffer.get((int) (offset - bufferStart), bytes, 0, size);
            return;
        }
        if (offset + size > written) {
            flushWrites();
        }
        ByteBuffer target = ByteBuffer.wrap(bytes, 0, size);
        while (target.hasRemaining()) {
            long at = offset + target.position();
            int limit = Math.min(size, target.position() + TRANSFER_MAX);
            try {
                if (open().read(target.limit(limit), at) < 0) {
                    throw new StorageException("the file ends early", path, at, null);
                }
            } catch (IOException e) {
                throw new StorageException("read failed", path, at, e);
            }
            target.limit(size);
        }
    }

    /// Whether these bytes are in memory.
    boolean isBuffered(long offset) {
        return offset >= bufferStart;
    }

    /// Gives back memory and the channel until the file is used again.
    void release() {
        flushWrites();
        buffer = NONE;
        bufferStart = length;
        close();
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new StorageException("close failed", path, length, e);
            }
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = openOrMake();
            channel = open;
        }
        return open;
    }

    /// A directory is made with its first file: many streams wait long for a message.
    private FileChannel openOrMake() throws IOException {
        try {
            return open(path);
        } catch (NoSuchFileException e) {
            Files.createDirectories(path.resolveSibling("."));
            return open(path);
        }
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
