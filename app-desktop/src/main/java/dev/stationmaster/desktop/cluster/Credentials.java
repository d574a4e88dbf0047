package dev.stationmaster.desktop.cluster;

import java.util.Optional;

/// `<data>/run/credentials.json`: what a program of ours on this machine needs to talk to the cluster.
///
/// @param rootPassword `""` when root has changed it in the console
public record Credentials(
        String rootUser,
        String rootPassword,
        String internalUser,
        String internalPassword,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPassword) {

    public static Optional<Credentials> read(DataDirectory data) {
        return JsonFile.read(data.credentialsFile(), Credentials.class);
    }

    @Override
    public String toString() {
        return "Credentials[" + rootUser + ", …]";
    }
}
