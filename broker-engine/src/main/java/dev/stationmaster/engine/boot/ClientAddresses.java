package dev.stationmaster.engine.boot;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/// What the clients of a cluster are told of one broker.
final class ClientAddresses {
    private ClientAddresses() {}

    /// @param host that is listened on; any stands for all addresses of this machine but those of itself
    /// @param advertise `host:port` to tell instead, `""` for none
    static List<String> of(String host, int port, String advertise) {
        if (!advertise.isEmpty()) {
            return List.of(advertise);
        }
        if (!host.isEmpty() && !host.equals("0.0.0.0") && !host.equals("::")) {
            return List.of(withPort(host, port));
        }
        try {
            List<String> all = NetworkInterface.networkInterfaces()
                    .flatMap(ClientAddresses::reachable)
                    .map(address -> withPort(address.getHostAddress(), port))
                    .toList();
            return all.isEmpty() ? List.of(withPort("127.0.0.1", port)) : all;
        } catch (SocketException noInterfaces) {
            return List.of(withPort("127.0.0.1", port));
        }
    }

    private static Stream<InetAddress> reachable(NetworkInterface each) {
        try {
            return !each.isUp() || each.isLoopback()
                    ? Stream.empty()
                    : each.inetAddresses().filter(address -> !address.isLinkLocalAddress());
        } catch (SocketException gone) {
            return Stream.empty();
        }
    }

    private static String withPort(String host, int port) {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
