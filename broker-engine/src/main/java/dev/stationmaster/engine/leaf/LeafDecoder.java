package dev.stationmaster.engine.leaf;

import dev.stationmaster.engine.message.Message;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the leaf protocol of NATS: `LS+`, `LS-`, `LMSG` and `HMSG` beside what clients have. Confined to one thread.
final class LeafDecoder {
    /// INFO and CONNECT may name many servers.
    private static final int LINE_BYTES_MAX = 64 * 1024;
    private static final String ACK = "$JS.ACK.";

    private final int payloadBytesMax;
    private @Nullable Head head;

    /// A message whose payload is still to come.
    private record Head(
            String subject, String reply, @Nullable List<String> queues, int headerBytes, int bytes) {}

    LeafDecoder(int payloadBytesMax) {
        this.payloadBytesMax = payloadBytesMax;
    }

    /// The next operation, null when there are not enough bytes for one.
    @Nullable
    LeafOp next(ByteBuf in) {
        if (head != null) {
            return payload(in, head);
        }
        int length = in.bytesBefore((byte) '\n');
        if (length < 0) {
            return in.readableBytes() > LINE_BYTES_MAX ? new LeafOp.Violation("a line is too long") : null;
        }
        if (length > LINE_BYTES_MAX) {
            return new LeafOp.Violation("a line is too long");
        }
        String line = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
        in.skipBytes(1);
        return operation(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line, in);
    }

    private @Nullable LeafOp operation(String line, ByteBuf in) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        try {
            return switch (word) {
                case "INFO" -> new LeafOp.Info(rest.getBytes(StandardCharsets.UTF_8));
                case "CONNECT" -> new LeafOp.Connect(rest.getBytes(StandardCharsets.UTF_8));
                case "LS+" -> interest(rest.split(" +"));
                case "LS-" -> interestGone(rest.split(" +"));
                case "LMSG" -> begin(rest.split(" +"), false, in);
                case "HMSG" -> begin(rest.split(" +"), true, in);
                case "PING" -> new LeafOp.Ping();
                case "PONG" -> new LeafOp.Pong();
                case "-ERR" -> new LeafOp.Complaint(rest);
                case "+OK", "" -> next(in);
                default -> new LeafOp.Violation("unknown operation '" + shortened(word) + "'");
            };
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return new LeafOp.Violation("malformed '" + shortened(line) + "'");
        }
    }

    private static LeafOp interest(String[] words) {
        return words.length == 1
                ? new LeafOp.Interest(words[0], "", 1)
                : new LeafOp.Interest(words[0], words[1], Integer.parseInt(words[2]));
    }

    private static LeafOp interestGone(String[] words) {
        return new LeafOp.Interest(words[0], words.length > 1 ? words[1] : "", 0);
    }

    /// `subject [reply | + reply queue… | "|" queue…] [header bytes] bytes`.
    private @Nullable LeafOp begin(String[] words, boolean withHeaders, ByteBuf in) {
        int sizes = withHeaders ? 2 : 1;
        int end = words.length - sizes;
        int bytes = Integer.parseInt(words[words.length - 1]);
        int headerBytes = withHeaders ? Integer.parseInt(words[end]) : 0;
        if (bytes < 0 || headerBytes < 0 || headerBytes > bytes) {
            return new LeafOp.Violation("sizes of a message are wrong");
        }
        if (bytes > payloadBytesMax) {
            return new LeafOp.Violation("maximum payload exceeded");
        }
        String reply = end == 2 ? words[1] : "";
        List<String> queues = null;
        if (end > 2) {
            boolean replies = words[1].equals("+");
            if (!replies && !words[1].equals("|")) {
                return new LeafOp.Violation("malformed queues of a message");
            }
            reply = replies ? words[2] : "";
            queues = List.copyOf(Arrays.asList(words).subList(replies ? 3 : 2, end));
        }
        Head begun = new Head(words[0], reply, queues, headerBytes, bytes);
        head = begun;
        return payload(in, begun);
    }

    private @Nullable LeafOp payload(ByteBuf in, Head begun) {
        if (in.readableBytes() < begun.bytes() + 2) {
            return null;
        }
        byte[] headers = new byte[begun.headerBytes()];
        byte[] payload = new byte[begun.bytes() - begun.headerBytes()];
        in.readBytes(headers).readBytes(payload);
        head = null;
        if (in.readByte() != '\r' || in.readByte() != '\n') {
            return new LeafOp.Violation("a message is longer than it says");
        }
        String reply = begun.reply();
        int shown = reply.startsWith(ACK) ? reply.lastIndexOf('@') : -1;
        String subject = shown < 0 ? begun.subject() : reply.substring(shown + 1);
        return new LeafOp.Publish(
                begun.subject(),
                new Message(subject, shown < 0 ? reply : reply.substring(0, shown), headers, payload),
                begun.queues());
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
