package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.NodeConfigFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// One node of a cluster as a process: `--config FILE`. Ends when its stdin ends, or on a signal.
public final class NodeMain {
    public static void main(String[] arguments) {
        Program.configureLogging();
        Program program = Program.json(System.out);
        System.exit(program.run(() -> start(arguments), true));
    }

    private static Program.Running start(String[] arguments) throws Exception {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            throw new StartFailure("SM-USAGE", "usage: --config FILE", 2, null);
        }
        NodeConfig config = NodeConfigFile.read(Path.of(arguments[1]));
        String diskId = config.members().stream()
                .filter(member -> member.node() == config.node())
                .findFirst()
                .orElseThrow()
                .diskId();
        DiskIdentity.check(config.directory(), diskId);
        Node node = Node.ofCluster(config);
        node.start();
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("node", config.node());
        ready.put("client", config.host() + ":" + node.clientPort());
        ready.put("websocket", config.host() + ":" + node.webSocketPort());
        ready.put("monitor", config.host() + ":" + node.monitorPort());
        ready.put("cluster", config.host() + ":" + config.ports().cluster());
        ready.put("link", config.host() + ":" + config.ports().link());
        return new Program.Running(node, ready);
    }

    private NodeMain() {}
}
