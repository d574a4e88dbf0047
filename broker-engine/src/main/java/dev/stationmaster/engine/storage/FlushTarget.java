package dev.stationmaster.engine.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A file or directory that must be on disk before a checkpoint may name it. Immutable; flushed by the checkpointer,
/// with a channel of its own, so the loop goes on writing meanwhile.
public record FlushTarget(Path path) {
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT).startsWith("windows");

    /// The files with bytes that no durable checkpoint names, and the directories in which new ones must be found.
    static List<FlushTarget> ofDirty(List<AppendFile> files, Path directory) {
        List<FlushTarget> dirty = new ArrayList<>();
        boolean isNew = false;
        for (AppendFile file : files) {
            if (file.durable() < file.length()) {
                dirty.add(new FlushTarget(file.path()));
                isNew |= file.durable() == 0;
            }
        }
        if (isNew) {
            dirty.add(new FlushTarget(directory));
            dirty.add(new FlushTarget(directory.resolveSibling(".")));
        }
        return dirty;
    }

    /// Returns once everything written to it so far is on disk. A file that is gone meanwhile needs no flush.
    ///
    /// @throws StorageException when the system reports a failed flush; what was written may be lost
    public void flush() {
        boolean directory = Files.isDirectory(path);
        if ((directory && WINDOWS) || !Files.exists(path)) {
            return;
        }
        StandardOpenOption access = directory ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(directory);
        } catch (java.nio.file.NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new StorageException("flush failed", path, 0, e);
        }
    }
}
