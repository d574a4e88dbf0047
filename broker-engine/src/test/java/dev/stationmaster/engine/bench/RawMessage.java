package dev.stationmaster.engine.bench;

import java.nio.charset.StandardCharsets;

/// Where a message lies in the connection's buffer.
final class RawMessage {
    byte[] bytes = {};
    int subscription;
    int replyAt;
    int replyLength;
    int headersAt;
    int headersLength;
    int payloadAt;
    int payloadLength;
    private final int[] tokenAt = new int[6];
    private final int[] tokenLength = new int[6];

    /// Reads `MSG subject sid [reply] size` or `HMSG subject sid [reply] headers size`.
    ///
    /// @param lineEnd of the LF
    /// @return length of the whole frame
    int parse(byte[] buffer, int start, int lineEnd) {
        boolean withHeaders = buffer[start] == 'H';
        bytes = buffer;
        int tokens = 0;
        int at = start;
        int last = lineEnd - 1; // of the CR
        while (at < last && tokens < 6) {
            int from = at;
            while (at < last && buffer[at] != ' ') {
                at++;
            }
            tokenAt[tokens] = from;
            tokenLength[tokens++] = at - from;
            at++;
        }
        int sizes = withHeaders ? 2 : 1;
        boolean withReply = tokens == 4 + sizes;
        subscription = number(tokenAt[2], tokenLength[2]);
        replyAt = withReply ? tokenAt[3] : start;
        replyLength = withReply ? tokenLength[3] : 0;
        int total = number(tokenAt[tokens - 1], tokenLength[tokens - 1]);
        headersAt = lineEnd + 1;
        headersLength = withHeaders ? number(tokenAt[tokens - 2], tokenLength[tokens - 2]) : 0;
        payloadAt = headersAt + headersLength;
        payloadLength = total - headersLength;
        return lineEnd + 1 + total + 2 - start;
    }

    /// Status of a message that is none, such as 503 or 408; 0 of a real one.
    int status() {
        int digit = headersAt + "NATS/1.0 ".length();
        return headersLength > 12 && bytes[digit - 1] == ' ' ? number(digit, 3) : 0;
    }

    String payload() {
        return new String(bytes, payloadAt, payloadLength, StandardCharsets.UTF_8);
    }

    private int number(int at, int length) {
        int value = 0;
        for (int i = at; i < at + length; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
