package dev.stationmaster.metadata;

/// Where the metadata is: a PostgreSQL by URL.
///
/// @param poolSizeMax connections that this process may hold
public record MetadataConfig(String jdbcUrl, String user, String password, int poolSizeMax) {
    public static final int DEFAULT_POOL_SIZE = 4;

    public MetadataConfig {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("metadata URL '" + jdbcUrl + "' does not start with jdbc:postgresql:");
        }
        if (poolSizeMax < 1 || poolSizeMax > 20) {
            throw new IllegalArgumentException("metadata pool of " + poolSizeMax + " connections (expected: 1..20)");
        }
    }

    public MetadataConfig(String jdbcUrl, String user, String password) {
        this(jdbcUrl, user, password, DEFAULT_POOL_SIZE);
    }

    /// Without the password, so that it can be logged.
    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
