package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.gateway.view.DeadLettersView;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// Dead letters: list, send again to the groups that failed them, drop.
@Command(name = "dls", mixinStandardHelpOptions = true, description = "Lists, resends and drops dead letters.")
final class DeadLetterCommand implements Runnable {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a word is missing (expected: ls, resend or drop)");
    }

    @Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists dead letters, newest first.")
    int list(
            @Mixin Remote remote,
            @Option(names = "--station", paramLabel = "NAME", description = "Of this station alone.") @Nullable
                    String station) {
        try (ManagementApi api = remote.connect()) {
            String query = station == null ? "" : "?station=" + ManagementApi.encoded(station);
            JsonNode letters = api.call("GET", "deadletters" + query, null);
            if (remote.json()) {
                System.out.println(letters);
            } else {
                print(CommandLineMain.JSON.treeToValue(letters, DeadLettersView.class), System.out);
            }
        }
        return 0;
    }

    @Command(
            name = "resend",
            mixinStandardHelpOptions = true,
            description = "Sends dead letters again to the groups that failed them.")
    int resend(@Mixin Remote remote, @Parameters(arity = "1..*", paramLabel = "ID") List<Long> ids) {
        try (ManagementApi api = remote.connect()) {
            JsonNode reply = api.call("POST", "deadletters/resend", new DeadLettersView.Selection(ids));
            DeadLettersView.Resent resent = CommandLineMain.JSON.treeToValue(reply, DeadLettersView.Resent.class);
            if (remote.json()) {
                System.out.println(reply);
            } else if (resent.noMember().isEmpty()) {
                System.out.println("Resent " + resent.sent() + ".");
            } else {
                System.out.println("Resent " + resent.sent() + "; no group of " + resent.noMember()
                        + " has a connected member, they stay.");
            }
            return resent.noMember().isEmpty() ? 0 : 1;
        }
    }

    @Command(name = "drop", mixinStandardHelpOptions = true, description = "Forgets dead letters for good.")
    int drop(
            @Mixin Remote remote,
            @Parameters(arity = "1..*", paramLabel = "ID") List<Long> ids,
            @Option(names = "--yes", description = "Do it.") boolean yes,
            @Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun) {
        if (!yes && !dryRun) {
            throw ClusterException.wrongUsage(
                    "dropping " + ids.size() + " dead letters cannot be undone; add --yes to do it, or --dry-run");
        }
        if (dryRun) {
            System.out.println(
                    remote.json()
                            ? CommandLineMain.JSON.writeValueAsString(new DeadLettersView.Selection(ids))
                            : "Dead letters " + ids + " would be dropped.");
            return 0;
        }
        try (ManagementApi api = remote.connect()) {
            JsonNode reply = api.call("POST", "deadletters/drop", new DeadLettersView.Selection(ids));
            System.out.println(
                    remote.json() ? reply : "Dropped " + reply.path("dropped").asLong() + ".");
        }
        return 0;
    }

    private static void print(DeadLettersView view, PrintStream out) {
        if (view.deadLetters().isEmpty()) {
            out.println("No dead letters.");
            return;
        }
        out.printf(
                "%-8s %-24s %9s %10s %-20s %-20s %s%n",
                "ID", "STATION", "PARTITION", "SEQUENCE", "GROUPS", "LAST", "REASON");
        for (DeadLettersView.DeadLetter letter : view.deadLetters()) {
            out.printf(
                    "%-8d %-24s %9d %10d %-20s %-20s %s%n",
                    letter.id(),
                    letter.station(),
                    letter.partition(),
                    letter.sequence(),
                    String.join(",", letter.groups()),
                    CLOCK.format(Instant.ofEpochMilli(letter.lastMillis())),
                    letter.reason().isEmpty() ? "past its last delivery" : letter.reason());
        }
        if (view.total() > view.deadLetters().size()) {
            out.println(view.deadLetters().size() + " of " + view.total());
        }
    }
}
