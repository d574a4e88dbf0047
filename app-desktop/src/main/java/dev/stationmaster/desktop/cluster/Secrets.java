package dev.stationmaster.desktop.cluster;

import java.util.Optional;

/// What nobody else may know, made once and kept in `secrets.json` with mode 0600.
///
/// @param rootPassword as given at first start
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

    static Secrets loadOrMake(ClusterOptions options) {
        DataDirectory data = options.data();
        Secrets stored = JsonFile.read(data.secretsFile(), Secrets.class).orElse(null);
        if (stored == null) {
            stored = make(options);
            requirePassword(options, stored.rootPassword);
            JsonFile.write(data.secretsFile(), stored);
            return stored;
        }
        String rootPassword = stored.rootPassword;
        if (options.password().filter(given -> !given.equals(rootPassword)).isPresent()) {
            throw ClusterException.failed(
                    "SM-PASSWORD",
                    "--password is not the password that root got at the first start of " + data
                            + "; leave it out, or change it in the console");
        }
        requirePassword(options, rootPassword);
        String url = options.postgresUrl().orElse(stored.postgresUrl);
        if (!url.equals(stored.postgresUrl)) {
            stored = stored.withPostgresUrl(url);
            JsonFile.write(data.secretsFile(), stored);
        }
        return stored;
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

    private Secrets withPostgresUrl(String url) {
        return new Secrets(
                rootPassword,
                internalUser,
                internalPassword,
                clusterSecret,
                postgresPassword,
                jwtSecret,
                refreshJwtSecret,
                encryptionKey,
                url);
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }
}
