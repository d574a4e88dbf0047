package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.gateway.view.StationRequest;
import dev.stationmaster.gateway.view.StationsView;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// Stations: list, make, look at, remove.
@Command(
        name = "station",
        mixinStandardHelpOptions = true,
        description = "Lists, makes, shows, purges and removes stations.")
final class StationCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a word is missing (expected: ls, create, info, purge or rm)");
    }

    @Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists all stations.")
    int list(@Mixin Remote remote) {
        try (ManagementApi api = remote.connect()) {
            JsonNode stations = api.call("GET", "stations", null);
            if (remote.json()) {
                System.out.println(stations);
            } else {
                print(CommandLineMain.JSON.treeToValue(stations, StationsView.class), System.out);
            }
        }
        return 0;
    }

    @Command(name = "create", mixinStandardHelpOptions = true, description = "Makes a station.")
    int create(
            @Mixin Remote remote,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--partitions", paramLabel = "N") @Nullable Integer partitions,
            @Option(names = "--replicas", paramLabel = "1|3|5") @Nullable Integer replicas,
            @Option(names = "--retention", paramLabel = "TYPE=VALUE") @Nullable String retention,
            @Option(names = "--storage", paramLabel = "file|memory") @Nullable String storage,
            @Option(names = "--idempotency-ms", paramLabel = "MS") @Nullable Long idempotency,
            @Option(names = "--dls-station", paramLabel = "NAME") @Nullable String dlsStation) {
        Retention kept = Retention.parse(retention);
        StationRequest request = new StationRequest(
                name, kept.type(), kept.value(), partitions, replicas, storage, idempotency, null, null, dlsStation);
        try (ManagementApi api = remote.connect()) {
            JsonNode reply = api.call("POST", "stations", request);
            System.out.println(remote.json() ? reply : "Station " + name + " is there.");
        }
        return 0;
    }

    @Command(name = "info", mixinStandardHelpOptions = true, description = "Shows a station.")
    int info(@Mixin Remote remote, @Parameters(paramLabel = "NAME") String name) {
        try (ManagementApi api = remote.connect()) {
            JsonNode station = api.call("GET", "stations/" + ManagementApi.encoded(name), null);
            System.out.println(
                    remote.json()
                            ? station
                            : CommandLineMain.JSON
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(station));
        }
        return 0;
    }

    @Command(name = "purge", mixinStandardHelpOptions = true, description = "Removes a station's messages.")
    int purge(
            @Mixin Remote remote,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--yes", description = "Do it.") boolean yes,
            @Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun) {
        if (!yes && !dryRun) {
            throw ClusterException.wrongUsage(
                    "purging station " + name + " destroys its messages; add --yes to do it, or --dry-run");
        }
        String path = "stations/" + ManagementApi.encoded(name);
        try (ManagementApi api = remote.connect()) {
            if (dryRun) {
                JsonNode station = api.call("GET", path, null);
                System.out.println(remote.json() ? station : "Station " + name + " would lose its messages.");
                return 0;
            }
            JsonNode reply = api.call("POST", path + "/purge", null);
            System.out.println(
                    remote.json()
                            ? reply
                            : "Removed " + reply.path("purged").asLong() + " messages of station " + name + ".");
        }
        return 0;
    }

    @Command(name = "rm", mixinStandardHelpOptions = true, description = "Removes a station with its messages.")
    int remove(
            @Mixin Remote remote,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--yes", description = "Do it.") boolean yes,
            @Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun) {
        if (!yes && !dryRun) {
            throw ClusterException.wrongUsage(
                    "removing station " + name + " destroys its messages; add --yes to do it, or --dry-run");
        }
        try (ManagementApi api = remote.connect()) {
            String path = "stations/" + ManagementApi.encoded(name);
            JsonNode reply = api.call(dryRun ? "GET" : "DELETE", path, null);
            System.out.println(
                    remote.json() ? reply : "Station " + name + (dryRun ? " would be removed." : " is removed."));
        }
        return 0;
    }

    private static void print(StationsView view, PrintStream out) {
        if (view.stations().isEmpty()) {
            out.println("No stations yet; `stationmaster station create NAME` makes one.");
            return;
        }
        out.printf("%-32s %10s %8s %12s %8s %12s%n", "STATION", "PARTITIONS", "REPLICAS", "MESSAGES", "GROUPS", "DEAD");
        for (StationsView.Row row : view.stations()) {
            out.printf(
                    "%-32s %10d %8d %12s %8s %12s%n",
                    row.name(),
                    row.partitions(),
                    row.replicas(),
                    known(row.messages()),
                    known(row.groups()),
                    known(row.deadLetters()));
        }
    }

    private static String known(@Nullable Object figure) {
        return figure == null ? "?" : figure.toString();
    }
}
