package dev.stationmaster.engine.boot;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One bare broker on free ports in this process, for tests with unmodified clients.
record BareBroker(Program.Running running) implements AutoCloseable {
    static BareBroker start(Path store) throws Exception {
        return start(store, "{}");
    }

    /// @param json the file, with ' for "
    static BareBroker start(Path store, String json) throws Exception {
        Files.createDirectories(store);
        Path file = Files.writeString(store.resolve("broker.json"), json.replace('\'', '"'));
        return new BareBroker(BrokerMain.start(new String[] {
            "--port", "0", "--monitor-port", "0", "--store", store.toString(), "--config", file.toString()
        }));
    }

    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return sockets.stream().map(ServerSocket::getLocalPort).toList();
    }

    String client() {
        return String.valueOf(running.ready().get("client"));
    }

    int port() {
        return port("client");
    }

    int monitorPort() {
        return port("monitor");
    }

    int routePort() {
        return port("cluster");
    }

    int leafPort() {
        return port("leaf");
    }

    private int port(String name) {
        String address = String.valueOf(running.ready().get(name));
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    Connection connect() throws Exception {
        return Nats.connect("nats://" + client());
    }

    Connection connect(String user) throws Exception {
        return Nats.connect(Options.builder()
                .server("nats://" + client())
                .userInfo(user, "pw")
                .build());
    }

    @Override
    public void close() throws Exception {
        running.node().close();
    }
}
