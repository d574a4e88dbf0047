package dev.stationmaster.desktop.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Only a living supervisor holds it; the operating system releases it with the process.
final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws ClusterException when another supervisor uses the directory
    static DataLock take(DataDirectory data) {
        try {
            FileChannel channel =
                    FileChannel.open(data.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                String holder = RunningSupervisor.find(data)
                        .map(found -> " by the supervisor with pid " + found.pid())
                        .orElse("");
                throw new ClusterException(
                        "SM-DATA-IN-USE",
                        ClusterException.DATA_IN_USE,
                        "the data directory " + data + " is in use" + holder
                                + "; `stationmaster down --data DIR` ends it, or use another directory");
            }
            return new DataLock(channel);
        } catch (IOException cause) {
            throw new ClusterException(
                    "SM-DATA",
                    ClusterException.FAILED,
                    "cannot lock " + data + ": " + DataDirectory.reason(cause),
                    cause);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException held) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
    }
}
