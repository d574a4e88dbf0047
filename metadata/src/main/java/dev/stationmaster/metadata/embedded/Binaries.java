package dev.stationmaster.metadata.embedded;

import dev.stationmaster.metadata.EmbeddedDatabaseException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's programs, unpacked once from the class path into a lasting directory: 60 MB, about two seconds.
final class Binaries {
    private static final String MARK = "unpacked";

    private final Path directory;

    Binaries(Path directory) {
        this.directory = directory;
    }

    /// Unpacks aside and renames, so that a directory is whole or absent. An archive of another size is unpacked anew.
    void unpack() {
        String archive = archive();
        try (InputStream in = Binaries.class.getResourceAsStream(archive)) {
            if (in == null) {
                if (Files.isExecutable(program("postgres"))) {
                    return;
                }
                throw new EmbeddedDatabaseException(
                        "SM-DATABASE-PLATFORM",
                        "no PostgreSQL is bundled for this system (" + archive.substring(1)
                                + " is missing); name one with --postgres jdbc:postgresql://host/database");
            }
            String content = archive + " " + in.available();
            if (isUnpacked(content)) {
                return;
            }
            Path aside = directory.resolveSibling(directory.getFileName() + ".unpacking");
            delete(aside);
            unpack(in, aside);
            Files.writeString(aside.resolve(MARK), content);
            delete(directory);
            Files.move(aside, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cause) {
            throw new EmbeddedDatabaseException(
                    "SM-DATABASE-UNPACK",
                    "cannot unpack PostgreSQL into " + directory + ": " + cause.getMessage(),
                    cause);
        }
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(isWindows() ? name + ".exe" : name);
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(tree)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private boolean isUnpacked(String content) throws IOException {
        Path mark = directory.resolve(MARK);
        return Files.exists(mark) && Files.readString(mark).equals(content);
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (InputStream in = new BufferedInputStream(new XZInputStream(archive), 1 << 16)) {
            TarReader tar = new TarReader(in);
            for (Optional<TarReader.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
                write(tar, entry.get(), target);
            }
        }
    }

    private static void write(TarReader tar, TarReader.Entry entry, Path target) throws IOException {
        Path path = target.resolve(entry.name()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("archive entry " + entry.name() + " is outside its directory");
        }
        switch (entry.kind()) {
            case DIRECTORY -> Files.createDirectories(path);
            case SYMBOLIC_LINK -> {
                Files.createDirectories(path.getParent());
                Files.createSymbolicLink(path, Path.of(entry.linkName()));
            }
            case FILE -> {
                Files.createDirectories(path.getParent());
                Files.copy(tar.content(), path);
                if ((entry.mode() & 0111) != 0 && !path.toFile().setExecutable(true, false)) {
                    throw new IOException("cannot make " + path + " executable; is its file system mounted noexec?");
                }
            }
        }
    }

    /// Name of the bundled archive for this system.
    private static String archive() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : "linux";
        String arch = List.of("aarch64", "arm64").contains(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
        return "/postgres-" + os + "-" + arch + ".txz";
    }
}
