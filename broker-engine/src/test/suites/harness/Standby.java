package dev.stationmaster.engine.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A program that has run a broker once and waits for its command line. A client's tests give a server that went away
/// 100 ms to come back: enough inside their own process, and less than a JVM needs for its first line.
public final class Standby {
    private Standby() {}

    /// Starts a broker, connects to it and stops it; then waits for one line on stdin, words with tabs between them.
    public static String[] await() throws Exception {
        Program.configureLogging();
        Path store = Files.createTempDirectory("standby");
        Program.Running broker = BrokerMain.start(new String[] {"--port", "0", "--store", store.toString()});
        greet(String.valueOf(broker.ready().get("client")));
        broker.node().close();
        try (var paths = Files.walk(store)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
        String line = new BufferedReader(new InputStreamReader(System.in)).readLine();
        if (line == null) {
            System.exit(0);
        }
        return line.split("\t");
    }

    private static void greet(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            socket.getOutputStream().write("CONNECT {\"verbose\":false}\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            String line = in.readLine();
            while (line != null && !line.equals("PONG")) {
                line = in.readLine();
            }
        }
    }
}
