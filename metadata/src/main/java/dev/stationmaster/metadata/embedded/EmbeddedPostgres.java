package dev.stationmaster.metadata.embedded;

import dev.stationmaster.metadata.EmbeddedDatabase;
import dev.stationmaster.metadata.EmbeddedDatabaseException;
import dev.stationmaster.metadata.MetadataConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bundled PostgreSQL. The server is our direct child, started without `pg_ctl`, so its pid is known and its end is
/// seen at once. When we die it lives on; the next owner of the data finds it by `postmaster.pid` and ends it: a
/// running
/// server is never adopted.
public final class EmbeddedPostgres implements EmbeddedDatabase {
    static final String USER = "stationmaster";
    static final String DATABASE = "stationmaster";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration LEFT_OVER_PATIENCE = Duration.ofSeconds(15);
    private static final Duration CRASH_PATIENCE = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 20;

    private final Config config;
    private final Binaries binaries;
    private volatile @Nullable Running running;

    public EmbeddedPostgres(Config config) {
        this.config = config;
        this.binaries = new Binaries(config.binariesDirectory());
    }

    @Override
    public void start() {
        binaries.unpack();
        List<String> prefix = Unprivileged.prefix();
        initialise(prefix);
        endLeftOver();
        long giveUp = System.nanoTime() + CRASH_PATIENCE.toNanos();
        while (true) {
            long logged = logSize();
            Running server = launch(prefix);
            running = server;
            if (awaitReady(server)) {
                break;
            }
            String output = logSince(logged);
            if (!stillHeldByDeadServer(output) || System.nanoTime() > giveUp) {
                throw new EmbeddedDatabaseException(
                        "SM-DATABASE-START",
                        "PostgreSQL did not start: " + reason(output) + " (log: " + config.logFile() + ")");
            }
            pause(200);
        }
        openDatabase();
    }

    @Override
    public void stop(Duration patience) {
        Running server = running;
        if (server != null && server.process().isAlive()) {
            end(server.process(), patience);
        }
    }

    /// Ends a server that a dead owner left on this data.
    public boolean endLeftOver() {
        Optional<ProcessHandle> process =
                PostmasterFile.read(config.dataDirectory()).flatMap(file -> file.process(config.dataDirectory()));
        process.ifPresent(left -> {
            LOG.warn("ending PostgreSQL (pid {}) that was left running on {}", left.pid(), config.dataDirectory());
            end(left, LEFT_OVER_PATIENCE);
        });
        return process.isPresent();
    }

    @Override
    public Running running() {
        Running server = running;
        if (server == null) {
            throw new IllegalStateException("PostgreSQL was never started on " + config.dataDirectory());
        }
        return server;
    }

    @Override
    public MetadataConfig connection() {
        return new MetadataConfig(url(DATABASE), USER, config.password());
    }

    /// Makes the files in a directory aside and renames it, so that they are whole or absent.
    private void initialise(List<String> prefix) {
        Path data = config.dataDirectory();
        if (Files.exists(data.resolve("PG_VERSION"))) {
            return;
        }
        Path aside = data.resolveSibling(data.getFileName() + ".new");
        Path passwordFile = data.resolveSibling(data.getFileName() + ".password");
        try {
            Binaries.delete(aside);
            Files.deleteIfExists(passwordFile);
            OwnerOnly.write(passwordFile, config.password());
            List<String> command = new ArrayList<>(prefix);
            command.addAll(ServerSettings.initdb(binaries.program("initdb"), aside, passwordFile, USER));
            runToEnd(command, Duration.ofMinutes(2));
            Files.deleteIfExists(data);
            Files.move(aside, data);
        } catch (IOException cause) {
            throw new EmbeddedDatabaseException(
                    "SM-DATABASE-INIT", "cannot make a database in " + data + ": " + cause.getMessage(), cause);
        } finally {
            passwordFile.toFile().delete();
        }
    }

    private Running launch(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(ServerSettings.server(binaries.program("postgres"), config.dataDirectory(), config.port()));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(config.dataDirectory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(config.logFile().toFile()))
                    .start();
            CompletableFuture<Integer> exit = process.onExit().thenApply(Process::exitValue);
            return new Running(process.toHandle(), exit);
        } catch (IOException cause) {
            throw new EmbeddedDatabaseException(
                    "SM-DATABASE-START", "cannot run " + command.getFirst() + ": " + cause.getMessage(), cause);
        }
    }

    /// @return false when the server ended instead
    private boolean awaitReady(Running server) {
        long giveUp = System.nanoTime() + START_PATIENCE.toNanos();
        while (server.process().isAlive()) {
            boolean ready = PostmasterFile.read(config.dataDirectory())
                    .filter(file -> file.pid() == server.process().pid())
                    .filter(PostmasterFile::isReady)
                    .isPresent();
            if (ready) {
                return true;
            }
            if (System.nanoTime() > giveUp) {
                end(server.process(), Duration.ofSeconds(5));
                throw new EmbeddedDatabaseException(
                        "SM-DATABASE-START",
                        "PostgreSQL was not ready within " + START_PATIENCE.toSeconds() + " s (log: " + config.logFile()
                                + ")");
            }
            pause(POLL_MILLIS);
        }
        return false;
    }

    /// Sees that the server behind the port is ours, and makes our database in it.
    private void openDatabase() {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, config.password());
                Statement statement = connection.createStatement()) {
            String directory = text(statement, "select current_setting('data_directory')");
            if (!Files.isSameFile(Path.of(directory), config.dataDirectory())) {
                throw new EmbeddedDatabaseException(
                        "SM-DATABASE-FOREIGN",
                        "port " + config.port() + " belongs to a PostgreSQL on " + directory + ", not to ours");
            }
            String present = "select count(*)::text from pg_database where datname = '" + DATABASE + "'";
            if (text(statement, present).equals("0")) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException | IOException cause) {
            stop(Duration.ofSeconds(5));
            throw new EmbeddedDatabaseException(
                    "SM-DATABASE-LOGIN",
                    "PostgreSQL on " + config.dataDirectory() + " started but refuses our login: " + cause.getMessage(),
                    cause);
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void end(ProcessHandle process, Duration patience) {
        tell(process, "INT");
        if (ended(process, patience)) {
            return;
        }
        LOG.warn("PostgreSQL (pid {}) did not end within {}; ending it hard", process.pid(), patience);
        tell(process, "QUIT");
        if (!ended(process, Duration.ofSeconds(5))) {
            process.destroyForcibly();
            ended(process, Duration.ofSeconds(5));
        }
    }

    /// A signal by the bundled `pg_ctl`, since Java can only send two of them, and neither is a fast shutdown.
    private void tell(ProcessHandle process, String signal) {
        try {
            List<String> command = new ArrayList<>(Unprivileged.prefix());
            command.addAll(
                    List.of(binaries.program("pg_ctl").toString(), "kill", signal, String.valueOf(process.pid())));
            runToEnd(command, Duration.ofSeconds(10));
        } catch (EmbeddedDatabaseException | IOException cause) {
            LOG.warn("cannot send {} to PostgreSQL (pid {}): {}", signal, process.pid(), cause.getMessage());
            process.destroy();
        }
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | java.util.concurrent.ExecutionException cause) {
            return !process.isAlive();
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private static void runToEnd(List<String> command, Duration patience) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " did not end within " + patience.toSeconds() + " s");
            }
        } catch (InterruptedException cause) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", cause);
        }
        if (process.exitValue() != 0) {
            throw new IOException(reason(output));
        }
    }

    /// A killed server's children hold its shared memory for a moment after it.
    private static boolean stillHeldByDeadServer(String output) {
        return output.contains("pre-existing shared memory block") || output.contains("lock file");
    }

    /// The line that says why, or the last one.
    private static String reason(String output) {
        List<String> lines = output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL") || line.contains("PANIC") || line.contains("error:"))
                .findFirst()
                .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
                .orElse("it said nothing");
    }

    private long logSize() {
        return config.logFile().toFile().length();
    }

    private String logSince(long position) {
        try (var in = Files.newInputStream(config.logFile())) {
            in.skipNBytes(Math.min(position, logSize()));
            return new String(in.readNBytes(64 << 10), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException cause) {
            return "";
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + config.port() + "/" + database;
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("SM-DATABASE-START", "interrupted while PostgreSQL was starting");
        }
    }
}
