package dev.stationmaster.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The one checkpoint of a group: an image with its place in the log. It is there whole or not at all ([WholeFile]).
///
/// `"SMCP" | version:u32 | term:i64 | index:i64 | length:u32 | crc32c:u32 | image`, big-endian. The checksum is of all
/// else; in version 1 it was of the image alone.
public final class CheckpointFile {
    private static final int MAGIC = 0x534D4350;
    private static final int VERSION = 2;
    private static final int CHECKSUM_AT = 4 + 4 + 8 + 8 + 4;
    private static final int HEADER = CHECKSUM_AT + 4;

    private final Path file;

    public CheckpointFile(Path directory) {
        this.file = directory.resolve("checkpoint");
    }

    /// A checkpoint that was read.
    public record Content(long term, long index, byte[] image) {}

    /// Replaces the checkpoint; durable on return.
    public void write(long term, long index, byte[] image) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putInt(MAGIC).putInt(VERSION).putLong(term).putLong(index);
        header.putInt(image.length).putInt(checksum(VERSION, header.array(), image));
        WholeFile.write(file, header.array(), image);
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
            throw new IOException(file + " is damaged: it does not begin as a checkpoint");
        }
        int version = bytes.getInt();
        if (version != 1 && version != VERSION) {
            throw new IOException(file + " has version " + version + "; this program knows versions 1 to " + VERSION);
        }
        long term = bytes.getLong();
        long index = bytes.getLong();
        int length = bytes.getInt();
        int checksum = bytes.getInt();
        if (length != bytes.remaining()) {
            throw new IOException(
                    file + " is damaged: it holds " + bytes.remaining() + " bytes of image, not " + length);
        }
        byte[] image = new byte[length];
        bytes.get(image);
        if (checksum(version, bytes.array(), image) != checksum) {
            throw new IOException(file + " is damaged: it fails its checksum");
        }
        return Optional.of(new Content(term, index, image));
    }

    private static int checksum(int version, byte[] header, byte[] image) {
        CRC32C crc = new CRC32C();
        if (version > 1) {
            crc.update(header, 0, CHECKSUM_AT);
        }
        crc.update(image);
        return (int) crc.getValue();
    }
}
