package dev.stationmaster.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// One real PostgreSQL for all tests of this JVM, migrated and stopped at the end.
public final class TestDatabase {
    private static EmbeddedDatabase database;

    private TestDatabase() {}

    public static synchronized MetadataConfig connection() {
        if (database == null) {
            try {
                Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "database-");
                database = EmbeddedDatabase.of(config(directory));
                database.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> database.stop(Duration.ofSeconds(10))));
                MetadataStores.migrate(database.connection());
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
        return database.connection();
    }

    public static EmbeddedDatabase.Config config(Path directory) {
        return new EmbeddedDatabase.Config(
                directory.resolve("postgres"), binaries(), freePort(), "se'cret", directory.resolve("postgres.log"));
    }

    /// Shared by all tests of the build, so that it is unpacked once.
    public static Path binaries() {
        return Path.of("target", "postgres-bin").toAbsolutePath();
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
