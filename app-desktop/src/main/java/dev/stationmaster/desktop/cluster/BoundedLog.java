package dev.stationmaster.desktop.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// A process's log: what it prints is appended; at 8 MB the file becomes `<name>.1` and a new one begins. Thread-safe.
final class BoundedLog {
    private static final long BYTES_MAX = 8L << 20;

    private final Path file;

    BoundedLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /// Copies to the end of the stream on a thread of its own. What cannot be written is read all the same: a full disk
    /// must not block the process that prints.
    void copyFrom(InputStream in, String process) {
        Thread.ofPlatform().daemon().stackSize(128 << 10).name("log " + process).start(() -> copy(in));
    }

    private void copy(InputStream in) {
        byte[] buffer = new byte[8 << 10];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                append(buffer, count);
            }
        } catch (IOException ended) {
            // The process is gone.
        }
    }

    synchronized void append(byte[] bytes, int count) {
        try {
            rotateIfFull();
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(bytes, 0, count);
            }
        } catch (IOException full) {
            // Losing log lines is better than stopping.
        }
    }

    /// For a file that a process of its own appends to: cut it down instead of renaming it.
    static void cutIfFull(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) > BYTES_MAX) {
                Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
                Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            }
        } catch (IOException full) {
            // Tried again at the next look.
        }
    }

    private void rotateIfFull() throws IOException {
        if (Files.exists(file) && Files.size(file) > BYTES_MAX) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
