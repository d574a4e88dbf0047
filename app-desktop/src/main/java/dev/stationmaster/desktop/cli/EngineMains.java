package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;

/// Programs of the engine, run in this process. They are named and not imported, as on a child's command line: what is
/// below
/// the engine's face is its own matter.
final class EngineMains {
    private static final String BROKER = "dev.stationmaster.engine.boot.BrokerMain";
    private static final String NODE = "dev.stationmaster.engine.boot.NodeMain";

    private EngineMains() {}

    static int broker(List<String> words) throws Exception {
        return run(BROKER, words);
    }

    static int node(Path config) throws Exception {
        return run(NODE, List.of("--config", config.toString()));
    }

    /// A program that fails ends the process itself, with its own exit code.
    private static int run(String name, List<String> words) throws Exception {
        Method main;
        try {
            main = Class.forName(name).getMethod("main", String[].class);
        } catch (ClassNotFoundException | NoSuchMethodException absent) {
            throw ClusterException.failed("SM-NOT-THERE-YET", "this build has no " + name + " yet");
        }
        try {
            main.invoke(null, (Object) words.toArray(String[]::new));
            return 0;
        } catch (InvocationTargetException cause) {
            if (cause.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw cause;
        }
    }
}
