package dev.stationmaster.desktop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Asks a node whether a user can log in: `CONNECT` and `PING` of the NATS protocol, answered by `PONG`.
final class BrokerProbe {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LINES_MAX = 16;

    private final String host;
    private final int port;

    BrokerProbe(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /// `""` when the login works, else why not.
    String login(String user, String password) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            String connect = JsonFile.JSON.writeValueAsString(Map.of(
                    "verbose",
                    false,
                    "pedantic",
                    false,
                    "user",
                    user,
                    "pass",
                    password,
                    "name",
                    "supervisor",
                    "lang",
                    "java",
                    "version",
                    "0",
                    "protocol",
                    1));
            out.write(("CONNECT " + connect + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            return answer(in);
        } catch (IOException cause) {
            return String.valueOf(cause.getMessage());
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        for (int i = 0; i < LINES_MAX; i++) {
            String line = in.readLine();
            if (line == null) {
                return "the node closed the connection";
            }
            if (line.startsWith("PONG")) {
                return "";
            }
            if (line.startsWith("-ERR")) {
                return line.substring(4).strip();
            }
        }
        return "no PONG within " + LINES_MAX + " lines";
    }
}
