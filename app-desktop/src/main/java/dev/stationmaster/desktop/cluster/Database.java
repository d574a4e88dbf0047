package dev.stationmaster.desktop.cluster;

import dev.stationmaster.metadata.EmbeddedDatabase;
import dev.stationmaster.metadata.EmbeddedDatabaseException;
import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStatus;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.PasswordHash;
import dev.stationmaster.metadata.User;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cluster's PostgreSQL: the bundled one, started and watched, or an external one, only looked at. What blocks runs
/// on
/// threads of its own; state is confined to the supervisor's loop.
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    static final String NAME = "postgres";

    private final MetadataConfig connection;
    private final @Nullable EmbeddedDatabase embedded;
    private final SupervisorLoop loop;
    private final Processes processes;
    private final RestartPolicy policy = new RestartPolicy();

    private Supervised.State state = Supervised.State.STOPPED;
    private boolean wanted;
    /// Written on the loop, read by whoever stops.
    private volatile @Nullable Thread startThread;

    private Database(
            MetadataConfig connection, @Nullable EmbeddedDatabase embedded, SupervisorLoop loop, Processes processes) {
        this.connection = connection;
        this.embedded = embedded;
        this.loop = loop;
        this.processes = processes;
    }

    static Database bundled(EmbeddedDatabase.Config config, SupervisorLoop loop, Processes processes) {
        EmbeddedDatabase embedded = EmbeddedDatabase.of(config);
        return new Database(embedded.connection(), embedded, loop, processes);
    }

    static Database external(MetadataConfig connection, SupervisorLoop loop, Processes processes) {
        return new Database(connection, null, loop, processes);
    }

    MetadataConfig connection() {
        return connection;
    }

    Supervised.State state() {
        return state;
    }

    Optional<ProcessHandle> process() {
        return embedded == null || state != Supervised.State.HEALTHY
                ? Optional.empty()
                : Optional.of(embedded.running().process());
    }

    /// On the loop. Completes when the database has the schema of this version and root, exceptionally with a
    /// [ClusterException].
    ///
    /// @return whether `rootPassword` is root's
    CompletableFuture<Boolean> start(String rootPassword) {
        wanted = true;
        state = Supervised.State.STARTING;
        CompletableFuture<Boolean> started = new CompletableFuture<>();
        startThread = Thread.ofPlatform().name("database-start").start(() -> {
            try {
                startServer();
                started.complete(prepare(rootPassword));
            } catch (EmbeddedDatabaseException cause) {
                started.completeExceptionally(ClusterException.failed(cause.code(), text(cause)));
            } catch (MetadataException cause) {
                started.completeExceptionally(ClusterException.failed(cause.code(), text(cause)));
            } catch (RuntimeException cause) {
                started.completeExceptionally(cause);
            }
        });
        return started;
    }

    /// On any thread but the loop; blocks until it has ended.
    void stop(Duration patience) {
        loop.execute(() -> wanted = false);
        awaitStartThread(patience);
        if (embedded != null) {
            embedded.stop(patience);
        }
    }

    /// A start that is still going on is interrupted first, or it would leave a server behind.
    private void awaitStartThread(Duration patience) {
        Thread starting = startThread;
        if (starting == null) {
            return;
        }
        try {
            starting.interrupt();
            if (!starting.join(patience)) {
                LOG.warn("PostgreSQL's start does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startServer() {
        if (embedded == null) {
            loop.execute(() -> state = Supervised.State.HEALTHY);
            return;
        }
        embedded.start();
        EmbeddedDatabase.Running running = embedded.running();
        loop.execute(() -> {
            state = Supervised.State.HEALTHY;
            processes.add(NAME, running.process());
            running.exit().thenAccept(code -> loop.execute(() -> onExit(running, code)));
        });
    }

    private void onExit(EmbeddedDatabase.Running ended, int code) {
        if (embedded == null || !embedded.running().process().equals(ended.process())) {
            return;
        }
        processes.remove(NAME);
        if (!wanted) {
            state = Supervised.State.STOPPED;
            return;
        }
        startAgain("PostgreSQL ended with exit code " + code);
    }

    private void startAgain(String why) {
        Optional<Duration> wait = policy.onEnd(System.nanoTime());
        state = wait.isPresent() ? Supervised.State.RESTARTING : Supervised.State.CRASHED;
        LOG.warn(
                "{}; {}",
                why,
                wait.map(time -> "it starts again in " + time.toSeconds() + " s")
                        .orElse("it stays down"));
        wait.ifPresent(time -> loop.schedule(time, this::restart));
    }

    private void restart() {
        if (!wanted || state != Supervised.State.RESTARTING) {
            return;
        }
        state = Supervised.State.STARTING;
        startThread = Thread.ofPlatform().name("database-start").start(() -> {
            try {
                startServer();
            } catch (EmbeddedDatabaseException cause) {
                loop.execute(() -> startAgain(text(cause)));
            }
        });
    }

    /// Schema and root. A start that finds both does no more than two small queries.
    private boolean prepare(String rootPassword) {
        try (MetadataStores stores = MetadataStores.open(connection)) {
            MetadataStatus status = stores.status();
            if (status instanceof MetadataStatus.Unavailable away) {
                throw ClusterException.failed("SM-METADATA-UNAVAILABLE", away.reason());
            }
            if (status instanceof MetadataStatus.WrongSchema wrong) {
                if (wrong.found() > wrong.needed()) {
                    throw ClusterException.failed(
                            "SM-METADATA-VERSION",
                            "the metadata has schema " + wrong.found()
                                    + ", made by a newer Stationmaster (this one knows " + wrong.needed()
                                    + "); use that version");
                }
                MetadataStores.migrate(connection);
            }
            Optional<User> root = stores.users().byName("root");
            if (root.isEmpty()) {
                stores.users().create(User.create("root", User.UserType.ROOT, PasswordHash.of(rootPassword)));
            }
            return root.map(user -> PasswordHash.matches(rootPassword, user.passwordHash()))
                    .orElse(true);
        }
    }

    private static String text(RuntimeException cause) {
        return String.valueOf(cause.getMessage());
    }
}
