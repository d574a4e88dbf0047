package dev.stationmaster.desktop.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `--ports auto`: free ports below the ephemeral range, kept in `ports.json` and used again while they are free.
final class PortChoice {
    private static final int LOWEST = 10_000;
    private static final int EPHEMERAL_DEFAULT = 32_768;

    private final PortCheck check;
    private final RandomGenerator random;

    PortChoice(PortCheck check, RandomGenerator random) {
        this.check = check;
        this.random = random;
    }

    /// Ports as they were remembered.
    record Kept(Map<String, Integer> ports) {}

    /// @param bases ports that were given all the same; these are not chosen
    ClusterPorts choose(int nodes, PortBases bases, DataDirectory data) {
        Map<String, Integer> kept =
                JsonFile.read(data.portsFile(), Kept.class).map(Kept::ports).orElse(Map.of());
        Set<Integer> used = new LinkedHashSet<>();
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (ClusterPorts.Name name : ClusterPorts.names(nodes)) {
            int wanted = bases.of(name.key())
                    .map(base -> base + name.offset())
                    .orElse(kept.getOrDefault(name.toString(), 0));
            boolean given = bases.of(name.key()).isPresent();
            int port = given || (wanted > 0 && !used.contains(wanted) && check.isFree(wanted)) ? wanted : free(used);
            used.add(port);
            ports.put(name.toString(), port);
        }
        return new ClusterPorts(ports);
    }

    private int free(Set<Integer> used) {
        int highest = ephemeralStart() - 1;
        int start = random.nextInt(LOWEST, highest + 1);
        for (int i = 0; i <= highest - LOWEST; i++) {
            int port = LOWEST + (start - LOWEST + i) % (highest - LOWEST + 1);
            if (!used.contains(port) && check.isFree(port)) {
                return port;
            }
        }
        throw new ClusterException(
                "SM-PORT-TAKEN",
                ClusterException.PORT_TAKEN,
                "no port between " + LOWEST + " and " + highest + " is free");
    }

    private static int ephemeralStart() {
        try {
            String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
            int start = Integer.parseInt(range.strip().split("\\s+")[0]);
            return start > LOWEST + 1_000 ? Math.min(start, EPHEMERAL_DEFAULT) : EPHEMERAL_DEFAULT;
        } catch (IOException | NumberFormatException unknown) {
            return EPHEMERAL_DEFAULT;
        }
    }
}
