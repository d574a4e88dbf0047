package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The file system below both stores.
final class Disk {
    private static final List<String> NO_DISKS = List.of("tmpfs", "ramfs", "overlay");
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 256;
    private static final int FLUSHES = 500;

    private Disk() {}

    /// @return its type
    /// @throws IllegalArgumentException when it keeps nothing, or is not what it seems
    static String requireReal(Path folder) throws IOException {
        String type = Files.getFileStore(folder).type();
        if (NO_DISKS.contains(type)) {
            throw new IllegalArgumentException(
                    folder + " is on " + type + "; a rate without a disk says nothing (name another folder: --store)");
        }
        return type;
    }

    /// Returns when nothing waits to be written to the file system any more.
    static void writeBack(Path folder) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("sync", "-f", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("sync -f " + folder + " ended with " + exit);
        }
    }

    /// Median microseconds of a `fdatasync` after 4 KiB were written into a file that has its full length.
    static double flushMicros(Path folder) throws IOException {
        Path file = folder.resolve("flush");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            channel.write(ByteBuffer.allocate(BLOCK * BLOCKS));
            channel.force(true);
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            double[] micros = new double[FLUSHES];
            for (int i = 0; i < FLUSHES; i++) {
                channel.write(block.clear(), (long) (i % BLOCKS) * BLOCK);
                long start = System.nanoTime();
                channel.force(false);
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
            return Figures.median(micros);
        }
    }
}
