package dev.stationmaster.metadata;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// What the contract tests run on; each opening is empty.
enum StoreKind {
    MEMORY {
        @Override
        MetadataStores open() {
            return MetadataStores.inMemory();
        }
    },
    POSTGRES {
        @Override
        MetadataStores open() {
            MetadataConfig config = TestDatabase.connection();
            try (Connection connection =
                            DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                    var statement = connection.createStatement()) {
                statement.execute("truncate users, permissions, stations, producers, consumers, dead_letters,"
                        + " dead_letter_groups, schemas, schema_versions, tags, tag_links, audit_logs, settings");
                statement.execute("update versions set version = 0");
            } catch (SQLException cause) {
                throw new AssertionError(cause);
            }
            return MetadataStores.open(config);
        }
    };

    abstract MetadataStores open();
}
