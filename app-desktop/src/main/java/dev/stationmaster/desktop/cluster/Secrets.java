package dev.stationmaster.desktop.cluster;

import java.util.Optional;

/// What nobody else may know, made once and kept in `secrets.json` with mode 0600.
///
/// @param rootPassword as given at first start; not known any more once root has changed it in the console
/// @param encryptionKey 256 bits in hexadecimal, for secrets in the metadata
/// @param postgresUrl external database, with its user and password; `""` for the bundled one
record Secrets(
        String rootPassword,
        String internalUser,
        String internalPassword,
        String clusterSecret,
        String postgresPassword,
        String jwtSecret,
        String refreshJwtSecret,
        String encryptionKey,
        String postgresUrl) {

    /// The stored ones, with the password and the database that were given; whether that password is right is only
    /// known
    /// when the database runs.
    static Secrets loadOrMake(ClusterOptions options) {
        DataDirectory data = options.data();
        Secrets stored = JsonFile.read(data.secretsFile(), Secrets.class).orElse(null);
        if (stored == null) {
            stored = make(options);
            requirePassword(options, stored.rootPassword);
            stored.save(data);
            return stored;
        }
        Secrets current = stored.with(
                options.password().orElse(stored.rootPassword),
                options.postgresUrl().orElse(stored.postgresUrl));
        requirePassword(options, current.rootPassword);
        return current;
    }

    /// Keeps what a start has found to be right.
    void save(DataDirectory data) {
        JsonFile.write(data.secretsFile(), this);
    }

    /// Whoever listens beyond the loopback needs a password of their own.
    static void requirePassword(ClusterOptions options, String rootPassword) {
        if (!options.isLocal() && rootPassword.equals(ClusterOptions.DEFAULT_PASSWORD)) {
            throw ClusterException.wrongUsage("--host " + options.host()
                    + " with the default password lets anybody in; set another with --password"
                    + " (at the first start of a data directory)");
        }
    }

    Optional<String> externalDatabase() {
        return Optional.of(postgresUrl).filter(url -> !url.isEmpty());
    }

    private static Secrets make(ClusterOptions options) {
        return new Secrets(
                options.password().orElse(ClusterOptions.DEFAULT_PASSWORD),
                "$sm",
                ClusterIdentity.randomHex(24),
                ClusterIdentity.randomHex(24),
                ClusterIdentity.randomHex(24),
                ClusterIdentity.randomHex(32),
                ClusterIdentity.randomHex(32),
                ClusterIdentity.randomHex(32),
                options.postgresUrl().orElse(""));
    }

    private Secrets with(String newRootPassword, String newPostgresUrl) {
        return new Secrets(
                newRootPassword,
                internalUser,
                internalPassword,
                clusterSecret,
                postgresPassword,
                jwtSecret,
                refreshJwtSecret,
                encryptionKey,
                newPostgresUrl);
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }
}
