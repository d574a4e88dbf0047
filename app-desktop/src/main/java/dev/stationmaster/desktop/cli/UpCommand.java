package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.desktop.cluster.ClusterOptions;
import dev.stationmaster.desktop.cluster.DetachedSupervisor;
import dev.stationmaster.desktop.cluster.ExternalDatabase;
import dev.stationmaster.desktop.cluster.PortBases;
import dev.stationmaster.desktop.cluster.Programs;
import dev.stationmaster.desktop.cluster.StartedCluster;
import dev.stationmaster.desktop.cluster.Supervisor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts a cluster; in the foreground this process is its supervisor.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the cluster, in the foreground until a signal; Ctrl-C stops it cleanly.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(names = "--nodes", paramLabel = "N", description = "1, 3 or 5; the stored count if left out, 1 at first.")
    private @Nullable Integer nodes;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on (default: the loopback).")
    private String host = ClusterOptions.LOOPBACK;

    @Option(names = "--ports", paramLabel = "auto", description = "auto: choose free ports and keep them.")
    private @Nullable String ports;

    @Option(
            names = "--port-base",
            paramLabel = "KEY=PORT,…",
            description = "First ports, such as client=6666,rest=4444.")
    private @Nullable String portBase;

    @Option(names = "--password", paramLabel = "P", description = "Root's password, set at the first start.")
    private @Nullable String password;

    @Option(names = "--sync", paramLabel = "always|interval", description = "When a message counts as durable.")
    private @Nullable String sync;

    @Option(
            names = "--postgres",
            paramLabel = "URL",
            description = "A database instead of the bundled one: jdbc:postgresql:…")
    private @Nullable String postgres;

    @Option(names = "--detach", description = "Print the ready line and return; the cluster goes on.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        ClusterOptions options = options();
        if (detach) {
            say(DetachedSupervisor.start(options), System.out);
            return 0;
        }
        return supervise(options);
    }

    private int supervise(ClusterOptions options) throws InterruptedException {
        Supervisor supervisor = new Supervisor(options, programs());
        Thread stop = new Thread(() -> endBySignal(supervisor), "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            say(supervisor.start(UpCommand::notice), System.out);
        } catch (ClusterException cause) {
            forget(stop);
            throw cause;
        }
        supervisor.awaitStopped();
        return 0;
    }

    /// Ctrl-C, SIGTERM and a normal end come by here. A clean stop is a success, whatever asked for it.
    private static void endBySignal(Supervisor supervisor) {
        supervisor.stop();
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /// A start that failed has stopped what it began, and an exit code of its own. When a signal was first, it counts.
    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            LoggerFactory.getLogger(UpCommand.class).debug("ending by a signal already");
        }
    }

    private ClusterOptions options() {
        if (ports != null && !ports.equals("auto")) {
            throw ClusterException.wrongUsage("--ports " + ports + " (expected: auto; --port-base sets numbers)");
        }
        return new ClusterOptions(
                common.data(),
                Optional.ofNullable(nodes),
                host,
                ports != null,
                portBase == null ? PortBases.NONE : PortBases.parse(portBase),
                given(password, "STATIONMASTER_PASSWORD"),
                Optional.ofNullable(sync),
                given(postgres, "STATIONMASTER_POSTGRES").map(UpCommand::withEnvironment));
    }

    private static String withEnvironment(String url) {
        return ExternalDatabase.withCredentials(
                url,
                System.getenv().getOrDefault("STATIONMASTER_POSTGRES_USER", ""),
                System.getenv().getOrDefault("STATIONMASTER_POSTGRES_PASSWORD", ""));
    }

    /// The option, or the environment where it is left out.
    private static Optional<String> given(@Nullable String option, String variable) {
        return Optional.ofNullable(option).or(() -> Optional.ofNullable(System.getenv(variable)));
    }

    /// Unpacked database programs beside an installation save unpacking them into each data directory.
    private static Programs programs() {
        return Optional.ofNullable(System.getenv("STATIONMASTER_POSTGRES_BIN"))
                .map(path -> new Programs(
                        Programs.STANDARD.nodeMain(), Programs.STANDARD.gatewayMain(), Optional.of(Path.of(path))))
                .orElse(Programs.STANDARD);
    }

    private static void notice(String text) {
        System.err.println("stationmaster: " + text);
    }

    private void say(StartedCluster started, PrintStream out) {
        if (common.json()) {
            out.println(started.toJson());
        } else {
            String clients =
                    started.nodes().stream().map(StartedCluster.Node::client).collect(Collectors.joining("  "));
            out.printf(
                    "Stationmaster is running: %d %s, ready after %.1f s%n",
                    started.nodes().size(),
                    started.nodes().size() == 1 ? "node" : "nodes",
                    started.startupMs() / 1000.0);
            out.println("  clients     " + clients);
            out.println("  HTTP        " + started.rest());
            out.println("  management  " + started.api());
            out.println("  metrics     " + started.exporter());
            out.println("  data        " + started.data());
            out.println(detach ? "`stationmaster down` stops it." : "Ctrl-C stops it.");
        }
        out.flush();
    }
}
