package dev.stationmaster.engine.replication.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Opens files for writing past the system's page cache. What is flushed at once and hardly ever read gains nothing
/// there: each byte would be copied once more, and the cache would lose pages that somebody reads.
final class UncachedFile {
    /// Memory, offset and length of a write are multiples of it.
    static final int BLOCK = 4096;

    /// The JDK has it, but in a package that its compiler warns of.
    private static final Optional<OpenOption> DIRECT = direct();

    private UncachedFile() {}

    /// @return null where the file system or the platform cannot do it
    static @Nullable FileChannel open(Path path) {
        try {
            if (DIRECT.isEmpty() || BLOCK % Files.getFileStore(path).getBlockSize() != 0) {
                return null;
            }
            return FileChannel.open(path, StandardOpenOption.WRITE, DIRECT.get());
        } catch (UnsupportedOperationException | IOException e) {
            return null;
        }
    }

    private static Optional<OpenOption> direct() {
        try {
            Class<?> options = Class.forName("com.sun.nio.file.ExtendedOpenOption");
            return Stream.of(options.getEnumConstants())
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
