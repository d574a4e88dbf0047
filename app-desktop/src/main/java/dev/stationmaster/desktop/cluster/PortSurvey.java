package dev.stationmaster.desktop.cluster;

import java.util.List;
import java.util.SplittableRandom;

/// What a start would find on each of its ports, without starting anything.
public final class PortSurvey {
    private PortSurvey() {}

    /// @param holder who has a taken one, `""` where the system does not tell
    public record Finding(PortKey key, int node, int port, boolean free, String holder) {}

    /// In the order of nodes and keys. With `portsAuto` the ports are those that would be chosen, so all are free.
    public static List<Finding> of(ClusterOptions options) {
        int nodes = storedNodes(options.data()) > 0
                ? storedNodes(options.data())
                : options.nodes().orElse(1);
        PortCheck check = new PortCheck(options.host());
        ClusterPorts ports = options.portsAuto()
                ? new PortChoice(check, new SplittableRandom()).choose(nodes, options.bases(), options.data())
                : ClusterPorts.fixed(nodes, options.bases());
        return ClusterPorts.names(nodes).stream()
                .map(name -> finding(name, ports.of(name.key(), name.node()), check))
                .toList();
    }

    /// The node count that the directory was made for, 0 when it is new.
    public static int storedNodes(DataDirectory data) {
        return JsonFile.read(data.clusterFile(), ClusterIdentity.class)
                .map(ClusterIdentity::nodes)
                .orElse(0);
    }

    private static Finding finding(ClusterPorts.Name name, int port, PortCheck check) {
        boolean free = check.isFree(port);
        String holder = free ? "" : PortHolder.of(port).orElse("");
        return new Finding(name.key(), name.node(), port, free, holder);
    }
}
