package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.storage.StorageException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the streams of a group have their files: one directory for each, named by the stream's id, which is never used
/// twice. A deleted one goes when a checkpoint that does not name it is durable. Confined to the group loop.
final class StreamDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(StreamDirectories.class);

    private final Path base;
    private List<Path> dropped = new ArrayList<>();
    private List<Path> droppedAtImage = new ArrayList<>();

    StreamDirectories(Path base) {
        this.base = base;
    }

    Path of(long streamId) {
        return base.resolve(Long.toUnsignedString(streamId));
    }

    /// Where a new stream has its files; there are none, and the directory is made with the first.
    Path fresh(long streamId) {
        Path directory = of(streamId);
        try {
            delete(directory);
            return directory;
        } catch (IOException e) {
            throw new StorageException("directory of an older life cannot be removed", directory, 0, e);
        }
    }

    void dropAfterCheckpoint(long streamId) {
        dropped.add(of(streamId));
    }

    void onImage() {
        droppedAtImage.addAll(dropped);
        dropped = new ArrayList<>();
    }

    void onCheckpointDurable() {
        List<Path> gone = droppedAtImage;
        droppedAtImage = new ArrayList<>();
        if (!gone.isEmpty()) {
            Thread.ofVirtual().start(() -> gone.forEach(StreamDirectories::deleteQuietly));
        }
    }

    /// Removes the directories of streams that the restored state does not name.
    void keepOnly(Set<Long> streamIds) throws IOException {
        if (!Files.isDirectory(base)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> entries = Files.list(base)) {
            found = entries.filter(Files::isDirectory).toList();
        }
        for (Path directory : found) {
            String name = directory.getFileName().toString();
            if (name.matches("\\d+") && !streamIds.contains(Long.parseUnsignedLong(name))) {
                delete(directory);
            }
        }
    }

    private static void deleteQuietly(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            LOG.warn("directory {} of a deleted stream is left until the next start", directory, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
