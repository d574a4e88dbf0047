package dev.stationmaster.metadata.postgres.migration;

import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to the schema of this version.
public final class Migrations {
    /// Number of the newest file. A test holds it against the files.
    public static final int VERSION = 1;

    /// Flyway's table, in which the schema's version is read.
    public static final String HISTORY = "stationmaster_schema_history";

    private Migrations() {}

    /// Runs what is missing; a newer schema is refused. Only one process does this at a time, the others wait.
    public static void run(MetadataConfig config) {
        try {
            Flyway.configure()
                    .dataSource(config.jdbcUrl(), config.user(), config.password())
                    .locations("classpath:dev/stationmaster/metadata/postgres/migration")
                    .table(HISTORY)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException cause) {
            throw new MetadataException(
                    MetadataException.Kind.FAILED,
                    "cannot bring the metadata at " + config.jdbcUrl() + " to schema " + VERSION + ": "
                            + firstLine(cause),
                    cause);
        }
    }

    private static String firstLine(FlywayException cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
