package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.desktop.cluster.Credentials;
import dev.stationmaster.desktop.cluster.RunningSupervisor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which cluster a command speaks to: the one of `--data`, or the one of `--api`.
final class Remote {
    @Mixin
    private final Common common = new Common();

    @Option(names = "--api", paramLabel = "URL", description = "Management API of another cluster.")
    private @Nullable String api;

    @Option(names = "--user", paramLabel = "U", description = "User of that cluster.")
    private @Nullable String user;

    @Option(names = "--password", paramLabel = "P", description = "Its password.")
    private @Nullable String password;

    boolean json() {
        return common.json();
    }

    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    String password() {
        return password == null ? "" : password;
    }

    ManagementApi connect() {
        if (api != null) {
            return new ManagementApi(api, user == null ? "root" : user, password());
        }
        RunningSupervisor supervisor = RunningSupervisor.find(common.data())
                .orElseThrow(() -> ClusterException.failed("SM-NOT-RUNNING", "nothing runs on " + common.data()));
        Credentials credentials = Credentials.read(common.data())
                .orElseThrow(() -> ClusterException.failed(
                        "SM-NOT-RUNNING", "the cluster on " + common.data() + " is still starting"));
        return new ManagementApi(
                supervisor.status().api(),
                user == null ? credentials.rootUser() : user,
                password == null ? credentials.rootPassword() : password);
    }
}
