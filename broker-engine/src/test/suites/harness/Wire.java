import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Sends the same bytes to nats-server and to our broker and prints where their answers differ. Exits with 1 when one
/// differs that is not known.
///
/// Arguments: the folder with `cases.txt` and `auth.conf`, then both programs.
public final class Wire {
    private static final String QUIET = "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,"
            + "\"no_responders\":true,\"protocol\":1}\r\n";
    private static final String VERBOSE = "CONNECT {\"verbose\":true,\"pedantic\":true,\"headers\":true}\r\n";
    private static final Pattern MANY = Pattern.compile("\\$\\{(.):(\\d+)}");
    private static final Pattern INFO = Pattern.compile("INFO \\{.*?} ?\r\n");
    private static final int SILENCE_MILLIS = 400;

    private record Case(String name, boolean auth, byte[] bytes, String known) {
        static Case parse(String line) {
            int bar = line.indexOf(" | ");
            int why = line.lastIndexOf(" ! ");
            String name = line.substring(0, bar);
            String text = line.substring(bar + 3, why < 0 ? line.length() : why)
                    .replace("${quiet}", QUIET)
                    .replace("${verbose}", VERBOSE)
                    .replace("\\r", "\r")
                    .replace("\\n", "\n")
                    .replace("\\t", "\t");
            text = MANY.matcher(text).replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
            return new Case(
                    name,
                    name.startsWith("auth "),
                    text.getBytes(StandardCharsets.UTF_8),
                    why < 0 ? "" : line.substring(why + 3));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<Case> cases = Files.readAllLines(folder.resolve("cases.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Case::parse)
                .toList();
        int unknown = 0;
        for (boolean auth : List.of(false, true)) {
            List<String> conf = auth ? List.of("--config", folder.resolve("auth.conf").toString()) : List.of();
            int[] ports = {freePort(), freePort()};
            List<Process> servers = new ArrayList<>();
            try {
                for (int i = 0; i < 2; i++) {
                    servers.add(start(arguments[1 + i], ports[i], conf));
                }
                for (Case each : cases.stream().filter(one -> one.auth() == auth).toList()) {
                    String theirs = talk(ports[0], each.bytes());
                    String ours = talk(ports[1], each.bytes());
                    if (!theirs.equals(ours)) {
                        unknown += each.known().isEmpty() ? 1 : 0;
                        System.out.printf("%s%s%n  nats-server   %s%n  stationmaster %s%n", each.name(),
                                each.known().isEmpty() ? "" : " (known: " + each.known() + ")", theirs, ours);
                    }
                }
            } finally {
                for (Process server : servers) {
                    server.destroy();
                    server.waitFor();
                }
            }
        }
        System.out.println(cases.size() + " cases, " + unknown + " differ that are not known to");
        System.exit(unknown == 0 ? 0 : 1);
    }

    private static Process start(String program, int port, List<String> more) throws Exception {
        List<String> command = new ArrayList<>(List.of(program, "-p", Integer.toString(port), "-a", "127.0.0.1"));
        command.addAll(more);
        Process server = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int tries = 0; tries < 200; tries++) {
            try (Socket probe = new Socket("127.0.0.1", port)) {
                return server;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException(program + " does not listen");
    }

    /// Everything after INFO until the server is silent or ends; what must differ is taken out.
    private static String talk(int port, byte[] bytes) throws IOException {
        StringBuilder heard = new StringBuilder();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            InputStream in = socket.getInputStream();
            read(in, heard);
            heard.setLength(0);
            try {
                socket.getOutputStream().write(bytes);
            } catch (SocketException ended) {
                heard.append("<cut off>");
            }
            read(in, heard);
        }
        return INFO.matcher(heard).replaceAll("INFO\r\n").replace("\r", "\\r").replace("\n", "\\n");
    }

    private static void read(InputStream in, StringBuilder heard) throws IOException {
        byte[] chunk = new byte[65_536];
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                heard.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
            }
            heard.append("<end>");
        } catch (SocketTimeoutException silent) {
            // That was all.
        } catch (SocketException reset) {
            heard.append("<reset>");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
