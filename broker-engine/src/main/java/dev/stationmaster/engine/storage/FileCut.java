package dev.stationmaster.engine.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// Brings files back to what a checkpoint names, before the log is applied again on top of it.
final class FileCut {
    private FileCut() {}

    /// Cuts the file to `length`.
    ///
    /// @throws StorageException when it is shorter: bytes that were durable are gone
    static void cutBack(Path file, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long size = channel.size();
            if (size < length) {
                throw new StorageException(
                        "the file has " + size + " bytes; the checkpoint names " + length, file, size, null);
            }
            if (size > length) {
                channel.truncate(length);
            }
        } catch (NoSuchFileException e) {
            throw new StorageException("the checkpoint names a file that is not there", file, 0, e);
        } catch (IOException e) {
            throw new StorageException("the file cannot be opened or cut back to " + length, file, 0, e);
        }
    }

    /// Removes the files with this ending that are not named. There need be no directory.
    static void removeOthers(Path directory, String ending, Set<Path> named) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ending)) {
            for (Path file : files) {
                if (!named.contains(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new StorageException("files that no checkpoint names cannot be removed", directory, 0, e);
        }
    }
}
