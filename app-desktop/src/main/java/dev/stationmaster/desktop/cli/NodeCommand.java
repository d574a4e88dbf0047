package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.desktop.cluster.RunningSupervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// One node of a running cluster, or one by itself.
@Command(name = "node", mixinStandardHelpOptions = true, description = "Kills, stops, starts or runs one node.")
final class NodeCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a word is missing (expected: kill, stop, start or run)");
    }

    @Command(name = "kill", mixinStandardHelpOptions = true, description = "Kills it (SIGKILL); it stays down.")
    int kill(@Mixin Common common, @Parameters(paramLabel = "K") int node) {
        return act(common, node, "killed", RunningSupervisor::killNode);
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops it gracefully; it stays down.")
    int stop(@Mixin Common common, @Parameters(paramLabel = "K") int node) {
        return act(common, node, "stopped", RunningSupervisor::stopNode);
    }

    @Command(name = "start", mixinStandardHelpOptions = true, description = "Starts it and waits until it is ready.")
    int start(@Mixin Common common, @Parameters(paramLabel = "K") int node) {
        return act(common, node, "started", RunningSupervisor::startNode);
    }

    @Command(
            name = "run",
            mixinStandardHelpOptions = true,
            description = "Runs one node of a cluster of several machines.")
    int run(@Option(names = "--config", required = true, paramLabel = "FILE") Path config) throws Exception {
        if (!Files.isReadable(config)) {
            throw ClusterException.failed("SM-CONFIG", "the configuration " + config + " cannot be read");
        }
        return EngineMains.node(config);
    }

    private static int act(Common common, int node, String done, BiConsumer<RunningSupervisor, Integer> action) {
        RunningSupervisor supervisor = RunningSupervisor.find(common.data())
                .orElseThrow(() -> ClusterException.failed("SM-NOT-RUNNING", "nothing runs on " + common.data()));
        action.accept(supervisor, node);
        System.out.println(common.json() ? "{\"ok\":true,\"node\":" + node + "}" : "Node " + node + " " + done + ".");
        return 0;
    }
}
