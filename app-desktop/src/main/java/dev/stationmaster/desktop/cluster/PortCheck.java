package dev.stationmaster.desktop.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds out by binding whether ports are free, on both loopback addresses and the address to be served.
final class PortCheck {
    private final List<InetAddress> addresses;

    PortCheck(String host) {
        this.addresses = addresses(host);
    }

    boolean isFree(int port) {
        return addresses.stream().allMatch(address -> canBind(address, port));
    }

    /// @throws ClusterException naming the first taken port and, where the system tells, its holder
    void require(ClusterPorts ports, int nodes) {
        for (ClusterPorts.Name name : ClusterPorts.names(nodes)) {
            int port = ports.of(name.key(), name.node());
            if (!isFree(port)) {
                throw taken(name.words(), port);
            }
        }
    }

    static ClusterException taken(String what, int port) {
        String holder = PortHolder.of(port).map(found -> " by " + found).orElse("");
        return new ClusterException(
                "SM-PORT-TAKEN",
                ClusterException.PORT_TAKEN,
                "port " + port + " (" + what + ") is taken" + holder
                        + "; end that program, or use `--ports auto` or `--port-base`");
    }

    private static boolean canBind(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port), 1);
            return true;
        } catch (IOException cause) {
            return false;
        }
    }

    private static List<InetAddress> addresses(String host) {
        Set<InetAddress> all = new LinkedHashSet<>();
        try {
            all.add(InetAddress.ofLiteral("127.0.0.1"));
            InetAddress six = InetAddress.ofLiteral("::1");
            if (exists(six)) {
                all.add(six);
            }
            for (InetAddress served : InetAddress.getAllByName(host)) {
                if (!exists(served)) {
                    throw ClusterException.wrongUsage("--host " + host + " is no address of this machine");
                }
                all.add(served);
            }
        } catch (IOException cause) {
            throw ClusterException.wrongUsage("--host " + host + " is unknown");
        }
        return new ArrayList<>(all);
    }

    private static boolean exists(InetAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0), 1);
            return true;
        } catch (IOException absent) {
            return false;
        }
    }
}
