package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Deliveries without payload, which say its size in a header.
final class HeadersOnly {
    private static final String START = "NATS/1.0\r\n";

    private HeadersOnly() {}

    static Message of(StoredMessage message, String reply) {
        return new Message(
                message.subject(),
                reply,
                with(message.headers(), "Nats-Msg-Size: " + message.payload().length + "\r\n"),
                new byte[0]);
    }

    /// A header block with these lines at its end.
    ///
    /// @param lines each ends in CR LF
    static byte[] with(byte[] headers, String lines) {
        byte[] start = headers.length == 0
                ? START.getBytes(StandardCharsets.US_ASCII)
                : Arrays.copyOf(headers, headers.length - 2);
        byte[] added = (lines + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(start, start.length + added.length);
        System.arraycopy(added, 0, block, start.length, added.length);
        return block;
    }
}
