package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.RunningSupervisor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Stops a running cluster; nothing running is fine.
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stops the cluster cleanly.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private final Common common = new Common();

    @Override
    public Integer call() {
        Optional<RunningSupervisor> running = RunningSupervisor.find(common.data());
        running.ifPresent(supervisor -> supervisor.stop(PATIENCE));
        if (common.json()) {
            System.out.println("{\"stopped\":" + running.isPresent() + "}");
        } else {
            System.out.println(running.isPresent() ? "Stopped." : "Nothing runs on " + common.data() + ".");
        }
        return 0;
    }
}
