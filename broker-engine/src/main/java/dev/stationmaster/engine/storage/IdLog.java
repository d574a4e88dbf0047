package dev.stationmaster.engine.storage;

import dev.stationmaster.engine.image.Fields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Message ids seen lately, in append-only files beside the segments; a file is dropped whole once its last id has
/// left the window.
///
/// ```
///  file    | header | entry | entry | …
///  entry   | hash: 16 bytes | sequence:u64 | group time:u64 | CRC-32C |        36 bytes, big-endian
/// ```
///
/// Confined to the group loop. Checkpoints name the files' lengths, as with [SegmentLog].
public final class IdLog {
    private static final int VERSION = 1;
    private static final int ENTRY = 36;

    /// One id: the hash of its text, the message's sequence and the group time at which it was stored.
    public record Entry(long hashHigh, long hashLow, long sequence, long timeNanos) {}

    private record IdFile(long number, AppendFile file, long bornAfterImage) {}

    private final Path directory;
    private final long streamId;
    private final StaleFiles stale = new StaleFiles();
    private final List<IdFile> files = new ArrayList<>();
    private final byte[] entry = new byte[ENTRY];
    private long nextNumber = 1;

    private IdLog(Path directory, long streamId) {
        this.directory = directory;
        this.streamId = streamId;
    }

    public static IdLog create(Path directory, long streamId) {
        FileCut.removeOthers(directory, ".ids", Set.of());
        return new IdLog(directory, streamId);
    }

    public static IdLog restore(DataInput image, Path directory, long streamId) throws IOException {
        Fields.requireVersion(image, VERSION, "a list of id files");
        IdLog log = new IdLog(directory, streamId);
        log.nextNumber = Fields.readCount(image);
        Set<Path> named = new HashSet<>();
        for (int left = Fields.readSize(image, 1 << 16); left > 0; left--) {
            long number = Fields.readCount(image);
            long length = Fields.readCount(image);
            Path path = log.path(number);
            FileCut.cutBack(path, length);
            AppendFile file = new AppendFile(path, length);
            FileHeader.check(file, FileHeader.IDS, streamId, number);
            log.files.add(new IdFile(number, file, -1));
            named.add(path);
        }
        FileCut.removeOthers(directory, ".ids", named);
        return log;
    }

    public long writeImage(DataOutput out) throws IOException {
        flushWrites();
        long image = stale.nextImage();
        out.writeByte(VERSION);
        Fields.writeCount(out, nextNumber);
        Fields.writeCount(out, files.size());
        for (IdFile file : files) {
            Fields.writeCount(out, file.number());
            Fields.writeCount(out, file.file().length());
            stale.onNamed(file.file());
        }
        return image;
    }

    public List<FlushTarget> dirtyFiles() {
        return FlushTarget.ofDirty(files.stream().map(IdFile::file).toList(), directory);
    }

    public void onCheckpointDurable(long image) {
        stale.onDurable(image);
    }

    /// Begins the next file; ids are appended to it from now on.
    ///
    /// @return its number
    public long startFile() {
        if (!files.isEmpty()) {
            files.getLast().file().release();
        }
        long number = nextNumber++;
        AppendFile file = new AppendFile(path(number), 0);
        file.append(FileHeader.of(FileHeader.IDS, streamId, number));
        files.add(new IdFile(number, file, stale.images()));
        return number;
    }

    /// Appends to the newest file.
    @SuppressWarnings("ByteBufferBackingArray") // the buffer of a file has its array from 0
    public void append(long hashHigh, long hashLow, long sequence, long timeNanos) {
        ByteBuffer out = files.getLast().file().reserve(ENTRY);
        int start = out.position();
        out.putLong(hashHigh).putLong(hashLow).putLong(sequence).putLong(timeNanos);
        out.putInt(FileHeader.crc(out.array(), start, ENTRY - 4));
    }

    /// The entry at a position, from 0, of a file.
    public Entry read(long number, int position) {
        AppendFile file = find(number);
        long offset = FileHeader.SIZE + (long) position * ENTRY;
        file.read(offset, entry, ENTRY);
        return decode(entry, 0, file, offset);
    }

    /// Numbers of the files, oldest first.
    public List<Long> files() {
        List<Long> numbers = new ArrayList<>();
        for (IdFile file : files) {
            numbers.add(file.number());
        }
        return numbers;
    }

    public int entries(long number) {
        return (int) ((find(number).length() - FileHeader.SIZE) / ENTRY);
    }

    /// All entries of a file in order.
    public void visit(long number, java.util.function.Consumer<Entry> visitor) {
        AppendFile file = find(number);
        ReadWindow window = new ReadWindow();
        for (long offset = FileHeader.SIZE; offset < file.length(); offset += ENTRY) {
            int at = window.at(file, offset, ENTRY, offset + ENTRY, file.length());
            visitor.accept(decode(window.bytes(), at, file, offset));
        }
    }

    /// Drops the oldest file, which must be this one.
    public void dropFile(long number) {
        IdFile file = files.removeFirst();
        if (file.number() != number) {
            throw new IllegalStateException("id file " + number + " is dropped before " + file.number());
        }
        stale.onDropped(() -> delete(file.file()), file.bornAfterImage());
    }

    public void flushWrites() {
        if (!files.isEmpty()) {
            files.getLast().file().flushWrites();
        }
    }

    public void release() {
        for (IdFile file : files) {
            file.file().release();
        }
    }

    private static Entry decode(byte[] bytes, int start, AppendFile file, long offset) {
        ByteBuffer fields = ByteBuffer.wrap(bytes, start, ENTRY).slice();
        if (fields.getInt(ENTRY - 4) != FileHeader.crc(bytes, start, ENTRY - 4)) {
            throw new StorageException("the entry of a message id is damaged", file.path(), offset, null);
        }
        return new Entry(fields.getLong(), fields.getLong(), fields.getLong(), fields.getLong());
    }

    private AppendFile find(long number) {
        for (IdFile file : files) {
            if (file.number() == number) {
                return file.file();
            }
        }
        throw new IllegalStateException("there is no id file " + number + " in " + directory);
    }

    private static void delete(AppendFile file) {
        file.close();
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            throw new StorageException("unlink failed", file.path(), 0, e);
        }
    }

    private Path path(long number) {
        return directory.resolve(String.format(Locale.ROOT, "%012d.ids", number));
    }
}
