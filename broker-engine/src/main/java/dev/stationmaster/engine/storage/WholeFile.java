package dev.stationmaster.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Replaces a small file so that it is there whole or not at all, also when the power goes: written aside, flushed,
/// renamed, and the directory flushed.
public final class WholeFile {
    private WholeFile() {}

    /// Durable on return.
    public static void write(Path file, byte[]... parts) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (byte[] part : parts) {
                ByteBuffer bytes = ByteBuffer.wrap(part);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try {
            new FlushTarget(file.resolveSibling(".")).flush();
        } catch (StorageException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
