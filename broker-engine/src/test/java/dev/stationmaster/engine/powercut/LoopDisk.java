package dev.stationmaster.engine.powercut;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An ext4 image on a loop device whose power can be cut.
///
/// The loop device writes to the image with direct I/O, so the image holds just what the kernel has sent to the device.
/// [#cutPower] ends the file system without letting its journal out (`EXT4_IOC_SHUTDOWN`, what xfstests calls
/// "godown"): from then on nothing reaches the device any more. What is dropped: every page of data and metadata that
/// was not written back, and the running journal transaction. What is not: writes that the device had taken but that
/// nobody had asked it to flush; the device is taken for one without a volatile cache.
final class LoopDisk implements AutoCloseable {
    private static final long EXT4_IOC_SHUTDOWN = 0x8004587DL;
    private static final int WITHOUT_JOURNAL_FLUSH = 2;
    private static final int READ_ONLY = 0;

    private final Path folder;
    private final Path image;
    private String device = "";
    private boolean mounted;

    private LoopDisk(Path folder, Path image) {
        this.folder = folder;
        this.image = image;
    }

    /// A fresh disk, mounted.
    static LoopDisk make(Path folder, long bytes) throws IOException {
        Path image = folder.resolve("disk-0.img");
        run("truncate", "-s", Long.toString(bytes), image.toString());
        run("mkfs.ext4", "-q", "-m", "0", image.toString());
        LoopDisk disk = new LoopDisk(folder, image);
        disk.mount();
        return disk;
    }

    Path root() {
        return folder.resolve("mount");
    }

    private void mount() throws IOException {
        Files.createDirectories(root());
        device = run("losetup", "--find", "--show", "--direct-io=on", image.toString())
                .strip();
        try {
            run("mount", "-t", "ext4", device, root().toString());
        } catch (IOException e) {
            close();
            throw e;
        }
        mounted = true;
    }

    /// After this nothing that a process or the kernel still holds in memory reaches the image.
    void cutPower() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle open = linker.downcallHandle(
                    linker.defaultLookup().find("open").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
            MethodHandle ioctl = linker.downcallHandle(
                    linker.defaultLookup().find("ioctl").orElseThrow(),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
            MethodHandle close = linker.downcallHandle(
                    linker.defaultLookup().find("close").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int descriptor = (int) open.invokeExact(arena.allocateFrom(root().toString()), READ_ONLY);
            MemorySegment flags = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_JOURNAL_FLUSH);
            int result = (int) ioctl.invokeExact(descriptor, EXT4_IOC_SHUTDOWN, flags);
            int ignored = (int) close.invokeExact(descriptor);
            if (result != 0) {
                throw new IOException("the file system on " + root() + " cannot be shut down");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("ioctl cannot be called", e);
        }
    }

    /// Copies the image, lets go of the old one and mounts the copy. Nobody may use the old one any more.
    LoopDisk mountCopy(int number) throws IOException {
        Path copy = folder.resolve("disk-" + number + ".img");
        run("cp", "--sparse=always", image.toString(), copy.toString());
        close();
        LoopDisk disk = new LoopDisk(folder, copy);
        disk.mount();
        return disk;
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            mounted = false;
            run("umount", root().toString());
        }
        if (!device.isEmpty()) {
            run("losetup", "--detach", device);
            device = "";
        }
        Files.deleteIfExists(image);
    }

    static String run(String... words) throws IOException {
        Process process =
                new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + words[0], e);
        }
        return said;
    }
}
