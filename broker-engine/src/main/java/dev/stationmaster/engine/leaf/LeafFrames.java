package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.message.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the leaf protocol.
final class LeafFrames {
    static final byte[] PING = bytes("PING\r\n");
    static final byte[] PONG = bytes("PONG\r\n");
    private static final byte[] END = bytes("\r\n");
    private static final String ACK = "$JS.ACK.";

    private LeafFrames() {}

    static byte[] line(String word, String rest) {
        return bytes(word + " " + rest + "\r\n");
    }

    static byte[] error(String text) {
        return bytes("-ERR '" + text + "'\r\n");
    }

    /// @param count 0 when the interest is gone
    static byte[] interest(String pattern, String queue, int count) {
        String words = queue.isEmpty() ? pattern : pattern + " " + queue;
        return count == 0 ? line("LS-", words) : line("LS+", queue.isEmpty() ? words : words + " " + count);
    }

    /// @param route subject that interest is matched with; what a consumer delivers is shown with another, which the
    ///     other side finds behind the reply
    static byte[] message(String route, Message message, List<String> queues) {
        String reply = message.reply();
        if (reply.startsWith(ACK) && !route.equals(message.subject())) {
            reply = reply + "@" + message.subject();
        }
        StringBuilder line = new StringBuilder(64 + route.length() + reply.length());
        line.append(message.hasHeaders() ? "HMSG " : "LMSG ").append(route).append(' ');
        if (!queues.isEmpty()) {
            line.append(reply.isEmpty() ? "| " : "+ " + reply + " ");
            queues.forEach(queue -> line.append(queue).append(' '));
        } else if (!reply.isEmpty()) {
            line.append(reply).append(' ');
        }
        if (message.hasHeaders()) {
            line.append(message.headers().length).append(' ');
        }
        byte[] head = bytes(line.append(message.size()).append("\r\n").toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + message.size() + 2);
        out.writeBytes(head);
        out.writeBytes(message.headers());
        out.writeBytes(message.payload());
        out.writeBytes(END);
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
