package dev.stationmaster.desktop.cluster;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.NodeConfigFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Stands for a node: says that it is ready, lets root and the internal user in, ends with its stdin. A file `fail` in
/// its directory makes it
/// end
/// with an error line.
public final class FakeNodeMain {
    private FakeNodeMain() {}

    public static void main(String[] args) throws IOException {
        NodeConfig config = NodeConfigFile.read(Path.of(args[1]));
        if (Files.exists(config.directory().resolve("fail"))) {
            System.out.println("{\"event\":\"error\",\"code\":\"SM-FAKE\",\"message\":\"told to fail\"}");
            System.exit(1);
        }
        ServerSocket clients = new ServerSocket(config.ports().client(), 10, InetAddress.getByName(config.host()));
        Thread.ofVirtual().start(() -> serve(clients));
        System.out.println("{\"event\":\"ready\",\"node\":" + config.node() + "}");
        FakeGatewayMain.awaitEndOfInput();
    }

    private static void serve(ServerSocket clients) {
        while (true) {
            try {
                Socket client = clients.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(Socket client) {
        try (client) {
            client.getOutputStream().write("INFO {}\r\n".getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            String connect = in.readLine();
            in.readLine();
            boolean known = connect.contains("\"root\"") || connect.contains("\"$sm\"");
            String reply = known ? "PONG\r\n" : "-ERR 'Authorization Violation'\r\n";
            client.getOutputStream().write(reply.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            // As a broker would.
        }
    }
}
