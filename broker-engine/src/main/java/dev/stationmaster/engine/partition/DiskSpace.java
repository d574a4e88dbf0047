package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.ReplicationException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the volume of a node's data has room for more messages. The last part of it is kept for acknowledgements,
/// deletes, purges and checkpoints: a log that cannot be written stops its replica. Looked at by one thread, asked by
/// any.
final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /// A twentieth of the volume is kept, but no more than this.
    private static final long KEPT_BYTES_MAX = 1L << 30;

    private final Path directory;
    private final FileStore volume;
    private final long keptBytes;
    private long lookedTicks;
    private volatile boolean full;

    DiskSpace(Path directory) {
        this.directory = directory;
        try {
            this.volume = Files.getFileStore(directory);
            this.keptBytes = Math.min(volume.getTotalSpace() / 20, KEPT_BYTES_MAX);
        } catch (IOException e) {
            throw new ReplicationException("the volume of " + directory + " cannot be asked for its space", e);
        }
        look(System.nanoTime());
    }

    /// Looks again when the last look is old.
    void refresh(long ticks) {
        if (ticks - lookedTicks >= LOOK_NANOS) {
            look(ticks);
        }
    }

    boolean isFull() {
        return full;
    }

    private void look(long ticks) {
        lookedTicks = ticks;
        try {
            long free = volume.getUsableSpace();
            boolean now = free < keptBytes;
            if (now != full) {
                LOG.warn(
                        now
                                ? "{} bytes are left on the volume of {}, less than {}: messages are refused"
                                : "{} bytes are left on the volume of {}, no less than {}: messages are taken again",
                        free,
                        directory,
                        keptBytes);
            }
            full = now;
        } catch (IOException e) {
            LOG.warn("the volume of {} cannot be asked for its space", directory, e);
        }
    }
}
