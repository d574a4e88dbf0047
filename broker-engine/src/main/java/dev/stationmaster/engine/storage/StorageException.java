package dev.stationmaster.engine.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file could not be read or written, or holds what was not written there. Local to this node: the replica stops.
public class StorageException extends RuntimeException {
    private final transient Path file;
    private final long offset;

    public StorageException(String problem, Path file, long offset, @Nullable Throwable cause) {
        super(problem + " (file " + file + ", offset " + offset + ")" + (cause == null ? "" : ": " + cause), cause);
        this.file = file;
        this.offset = offset;
    }

    public Path file() {
        return file;
    }

    /// Where in the file, as far as known; 0 for the file as a whole.
    public long offset() {
        return offset;
    }
}
