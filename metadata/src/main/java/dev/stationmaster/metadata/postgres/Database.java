package dev.stationmaster.metadata.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/// The pool and the one place that turns database errors into ours. Each call is one transaction. Thread-safe.
final class Database implements AutoCloseable {
    /// How long a call waits for a connection before it says that the database is away.
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(2);

    private static final int STATEMENT_SECONDS_MAX = 40;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final String where;

    Database(MetadataConfig config) {
        pool = new HikariDataSource(poolConfig(config));
        jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
        where = config.jdbcUrl();
    }

    <T> T call(Function<Handle, T> work) {
        try {
            return jdbi.inTransaction(work::apply);
        } catch (JdbiException cause) {
            throw translated(cause);
        }
    }

    void run(Consumer<Handle> work) {
        call(handle -> {
            work.accept(handle);
            return true;
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariConfig poolConfig(MetadataConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("metadata");
        pool.setJdbcUrl(config.jdbcUrl());
        pool.setUsername(config.user());
        pool.setPassword(config.password());
        pool.setMaximumPoolSize(config.poolSizeMax());
        // An idle process holds no connection: each one is a process of PostgreSQL.
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofSeconds(30).toMillis());
        pool.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("ApplicationName", "stationmaster");
        pool.addDataSourceProperty("connectTimeout", "5");
        pool.addDataSourceProperty("socketTimeout", String.valueOf(STATEMENT_SECONDS_MAX));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        return pool;
    }

    private MetadataException translated(JdbiException cause) {
        String state = sqlState(cause);
        boolean away = cause instanceof ConnectionException || state.startsWith("08") || state.startsWith("57P");
        if (away) {
            return new MetadataException(Kind.UNAVAILABLE, "no connection to the metadata at " + where, cause);
        }
        return new MetadataException(Kind.FAILED, "the metadata refused a statement: " + rootMessage(cause), cause);
    }

    private static String sqlState(Throwable cause) {
        for (Throwable current = cause; current != null; current = current.getCause()) {
            if (current instanceof SQLTransientConnectionException) {
                return "08000";
            }
            if (current instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
