import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A short visit to a broker, so that the archive of classes holds what serving a client needs: publishing, a stream, a
/// consumer, a pull. Argument: the port.
public final class Visitor {
    public static void main(String[] arguments) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(arguments[0]))) {
            socket.setSoTimeout(10_000);
            ask(socket, "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true,\"protocol\":1}\r\n"
                    + "SUB in.* 1\r\nSUB q w 2\r\nPUB q in.1 2\r\nhi\r\nHPUB q 12 12\r\nNATS/1.0\r\n\r\n\r\nPUB nobody in.2 0\r\n\r\n");
            ask(socket, request("$JS.API.INFO", ""));
            for (String storage : new String[] {"file", "memory"}) {
                ask(socket, request("$JS.API.STREAM.CREATE." + storage, "{\"name\":\"" + storage
                        + "\",\"subjects\":[\"" + storage + ".>\"],\"storage\":\"" + storage + "\"}"));
                ask(socket, request(storage + ".a", "x"));
                ask(socket, request("$JS.API.CONSUMER.DURABLE.CREATE." + storage + ".d", "{\"stream_name\":\"" + storage
                        + "\",\"config\":{\"durable_name\":\"d\",\"ack_policy\":\"explicit\"}}"));
                ask(socket, request("$JS.API.CONSUMER.MSG.NEXT." + storage + ".d", "1"));
                ask(socket, request("$JS.API.STREAM.INFO." + storage, ""));
                ask(socket, request("$JS.API.STREAM.DELETE." + storage, ""));
            }
        }
    }

    private static String request(String subject, String body) {
        return "PUB " + subject + " in.3 " + body.length() + "\r\n" + body + "\r\n";
    }

    /// Sends, and waits for the PONG behind it and a moment more.
    private static void ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "PING\r\n").getBytes(StandardCharsets.UTF_8));
        byte[] chunk = new byte[65_536];
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf("PONG\r\n") < 0) {
            int count = socket.getInputStream().read(chunk);
            if (count < 0) {
                throw new IOException("the broker ended the visit: " + heard);
            }
            heard.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
        }
        try {
            socket.setSoTimeout(300);
            while (socket.getInputStream().read(chunk) > 0) {
                // Answers that come later than the PONG.
            }
        } catch (IOException silent) {
            socket.setSoTimeout(10_000);
        }
    }
}
