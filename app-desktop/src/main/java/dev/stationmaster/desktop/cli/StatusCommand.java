package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterStatus;
import dev.stationmaster.desktop.cluster.RunningSupervisor;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says what runs.
@Command(name = "status", mixinStandardHelpOptions = true, description = "Says what runs; fails when nothing does.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() {
        Optional<ClusterStatus> status = RunningSupervisor.find(common.data()).map(RunningSupervisor::status);
        if (status.isEmpty()) {
            System.out.println(common.json() ? "{\"running\":false}" : "Nothing runs on " + common.data() + ".");
            return 1;
        }
        if (common.json()) {
            System.out.println(status.get().toJson());
        } else {
            print(status.get(), System.out);
        }
        return 0;
    }

    private static void print(ClusterStatus status, PrintStream out) {
        out.printf("%s is %s for %s, sync %s%n", status.name(), status.state(), time(status.uptimeMs()), status.sync());
        for (ClusterStatus.Node node : status.nodes()) {
            String pid = node.pid() == null ? "-" : node.pid().toString();
            out.printf(
                    "  node %d    %-10s  pid %-8s %s%s%s%n",
                    node.id(),
                    node.state(),
                    pid,
                    node.client(),
                    node.restarts() == 0 ? "" : "  restarts " + node.restarts(),
                    node.reason().isEmpty() ? "" : "  " + node.reason());
        }
        print("gateway", status.gateway(), status.api(), out);
        print("database", status.postgres(), "", out);
        out.println("  data      " + status.data());
    }

    private static void print(String name, ClusterStatus.Service service, String address, PrintStream out) {
        String pid = service.pid() == null ? "-" : service.pid().toString();
        out.printf("  %-8s  %-10s  pid %-8s %s%n", name, service.state(), pid, address);
    }

    private static String time(long millis) {
        Duration time = Duration.ofMillis(millis);
        return time.toHours() > 0
                ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
                : time.toMinutes() > 0
                        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
                        : time.toSeconds() + " s";
    }
}
