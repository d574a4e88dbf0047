package dev.stationmaster.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The one checkpoint of a group: an image with its place in the log. It is there whole or not at all: written aside,
/// flushed, renamed, and the directory flushed.
///
/// `"SMCP" | version:u32 | term:i64 | index:i64 | length:u32 | crc32c:u32 of image | image`, big-endian.
public final class CheckpointFile {
    private static final int MAGIC = 0x534D4350;
    private static final int VERSION = 1;
    private static final int HEADER = 4 + 4 + 8 + 8 + 4 + 4;

    private final Path file;
    private final Path aside;

    public CheckpointFile(Path directory) {
        this.file = directory.resolve("checkpoint");
        this.aside = directory.resolve("checkpoint.tmp");
    }

    /// A checkpoint that was read.
    public record Content(long term, long index, byte[] image) {}

    /// Replaces the checkpoint; durable on return.
    public void write(long term, long index, byte[] image) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putInt(MAGIC).putInt(VERSION).putLong(term).putLong(index);
        header.putInt(image.length).putInt(checksum(image)).flip();
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, header);
            writeFully(channel, ByteBuffer.wrap(image));
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /// The checkpoint, empty when there never was one.
    ///
    /// @throws IOException also when the file is damaged: it is never taken for absent
    public Optional<Content> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < HEADER || bytes.getInt() != MAGIC) {
            throw new IOException(file + " is not a checkpoint");
        }
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new IOException(file + " has version " + version + "; this program knows version " + VERSION);
        }
        long term = bytes.getLong();
        long index = bytes.getLong();
        int length = bytes.getInt();
        int checksum = bytes.getInt();
        if (length != bytes.remaining()) {
            throw new IOException(file + " holds " + bytes.remaining() + " bytes of image, not " + length);
        }
        byte[] image = new byte[length];
        bytes.get(image);
        if (checksum(image) != checksum) {
            throw new IOException(file + " fails its checksum");
        }
        return Optional.of(new Content(term, index, image));
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
