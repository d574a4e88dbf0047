package dev.stationmaster.desktop.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// Where a cluster keeps everything: `postgres`, `node-<k>`, `logs`, `run`. Immutable.
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /// The user's own, by operating system.
    public static DataDirectory standard(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home"));
        String os = System.getProperty("os.name");
        if (os.startsWith("Windows")) {
            String local = environment.getOrDefault(
                    "LOCALAPPDATA", home.resolve("AppData/Local").toString());
            return new DataDirectory(Path.of(local, "Stationmaster", "data"));
        }
        if (os.startsWith("Mac")) {
            return new DataDirectory(home.resolve("Library/Application Support/Stationmaster/data"));
        }
        String share = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = share.isEmpty() ? home.resolve(".local/share") : Path.of(share);
        return new DataDirectory(base.resolve("stationmaster"));
    }

    /// Makes the directories that every cluster has; readable by the owner alone.
    void create() {
        try {
            Files.createDirectories(root);
            for (Path directory : new Path[] {run(), logs()}) {
                Files.createDirectories(directory);
            }
            if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(run(), PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException cause) {
            throw new ClusterException(
                    "SM-DATA",
                    ClusterException.FAILED,
                    "cannot use the data directory " + root + ": " + reason(cause),
                    cause);
        }
    }

    Path run() {
        return root.resolve("run");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path node(int number) {
        return root.resolve("node-" + number);
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path postgresPrograms() {
        return root.resolve("postgres-bin");
    }

    Path log(String process) {
        return logs().resolve(process + ".log");
    }

    Path lockFile() {
        return run().resolve("lock");
    }

    Path supervisorFile() {
        return run().resolve("supervisor.json");
    }

    Path credentialsFile() {
        return run().resolve("credentials.json");
    }

    Path portsFile() {
        return run().resolve("ports.json");
    }

    Path pidsFile() {
        return run().resolve("pids.json");
    }

    Path clusterFile() {
        return root.resolve("cluster.json");
    }

    Path secretsFile() {
        return root.resolve("secrets.json");
    }

    /// What went wrong without the class names that files' exceptions put in their messages.
    static String reason(IOException cause) {
        return cause instanceof java.nio.file.FileSystemException file && file.getReason() != null
                ? file.getReason() + " (" + file.getFile() + ")"
                : cause.getClass().getSimpleName().replace("Exception", "") + " " + cause.getMessage();
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
