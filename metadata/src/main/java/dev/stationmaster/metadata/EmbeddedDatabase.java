package dev.stationmaster.metadata;

import dev.stationmaster.metadata.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The bundled PostgreSQL as a child process: made, started, watched and stopped by its one owner.
///
/// States: new → running (by [#start()]) → ended (by [#stop(Duration)] or by itself) → running again by [#start()].
/// Thread-safe, but start and stop are not meant to run at the same time.
public interface EmbeddedDatabase {
    /// Unpacks and initialises what is missing, ends a server that a dead owner left on this data, starts and waits
    /// until
    /// it takes connections. Blocks for seconds.
    ///
    /// @throws EmbeddedDatabaseException saying what to do
    void start();

    /// Ends the server: fast and clean first, hard when `patience` is over. Does nothing when it is not running.
    void stop(Duration patience);

    /// The server's process; completes `exit` when it ends, with its exit code.
    ///
    /// @throws IllegalStateException when it was never started
    Running running();

    /// Where stores find it.
    MetadataConfig connection();

    record Running(ProcessHandle process, CompletableFuture<Integer> exit) {}

    /// @param dataDirectory the cluster's files, made when missing; its parent must exist
    /// @param binariesDirectory where the bundled programs are unpacked to, or already are
    /// @param port on the loopback addresses
    /// @param password of the one database user
    /// @param logFile what the server prints, appended
    record Config(Path dataDirectory, Path binariesDirectory, int port, String password, Path logFile) {
        public Config {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("database port " + port + " (expected: 1..65,535)");
            }
        }
    }

    static EmbeddedDatabase of(Config config) {
        return new EmbeddedPostgres(config);
    }

    /// Ends a server that a dead owner left running on this data.
    ///
    /// @return whether there was one
    static boolean endLeftOver(Config config) {
        return new EmbeddedPostgres(config).endLeftOver();
    }
}
