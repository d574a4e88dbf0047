package dev.stationmaster.engine.protocol;

import dev.stationmaster.engine.message.Message;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Writes `MSG` and `HMSG` into a buffer, and makes the other lines.
///
/// A control line is put together in an array and copied as a whole, which is cheaper than byte by byte.
/// Confined to one thread at a time.
public final class ServerOpEncoder {
    public static final byte[] PING = ascii("PING\r\n");
    public static final byte[] PONG = ascii("PONG\r\n");
    public static final byte[] OK = ascii("+OK\r\n");

    private static final byte[] EMPTY = {};
    private static final int NUMBER_BYTES = 11;

    private byte[] line = new byte[512];
    private int length;

    /// `-ERR '<text>'`.
    public static byte[] error(String text) {
        return ("-ERR '" + text + "'\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Upper bound of the bytes that [#message] writes.
    public static int messageBytesMax(Message message, byte[] sid) {
        return 3 * (message.subject().length() + message.reply().length())
                + sid.length
                + message.size()
                + 2 * NUMBER_BYTES
                + 12;
    }

    /// Writes one delivery. Without `headers` a header block is left out and the rest sent as `MSG`.
    public void message(ByteBuf out, Message message, byte[] sid, boolean headers) {
        byte[] block = headers ? message.headers() : EMPTY;
        byte[] payload = message.payload();
        controlLine(message, sid, block.length, payload.length);
        out.writeBytes(line, 0, length);
        if (block.length > 0) {
            out.writeBytes(block);
        }
        out.writeBytes(payload);
        out.writeShort('\r' << 8 | '\n');
    }

    private void controlLine(Message message, byte[] sid, int headerBytes, int payloadBytes) {
        int most = messageBytesMax(message, sid) - message.size();
        if (line.length < most) {
            line = new byte[most];
        }
        length = 0;
        if (headerBytes > 0) {
            put('H');
        }
        put('M');
        put('S');
        put('G');
        put(' ');
        put(message.subject());
        put(' ');
        System.arraycopy(sid, 0, line, length, sid.length);
        length += sid.length;
        put(' ');
        if (message.hasReply()) {
            put(message.reply());
            put(' ');
        }
        if (headerBytes > 0) {
            put(headerBytes);
            put(' ');
        }
        put(headerBytes + payloadBytes);
        put('\r');
        put('\n');
    }

    private void put(char c) {
        line[length++] = (byte) c;
    }

    private void put(String text) {
        int count = text.length();
        byte[] target = line;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                System.arraycopy(encoded, 0, target, length, encoded.length);
                length += encoded.length;
                return;
            }
            target[at++] = (byte) c;
        }
        length = at;
    }

    private void put(int number) {
        int start = length;
        int left = number;
        do {
            line[length++] = (byte) ('0' + left % 10);
            left /= 10;
        } while (left > 0);
        for (int a = start, b = length - 1; a < b; a++, b--) {
            byte swap = line[a];
            line[a] = line[b];
            line[b] = swap;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
