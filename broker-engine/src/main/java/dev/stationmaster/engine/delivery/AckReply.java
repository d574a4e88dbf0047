package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.GoDuration;
import dev.stationmaster.engine.jsapi.RequestBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a client says about a delivery, in the payload it publishes to the delivery's reply subject. Immutable.
sealed interface AckReply {
    record Ack() implements AckReply {}

    /// @param delayNanos 0: deliver again at once
    record Nak(long delayNanos) implements AckReply {}

    /// Work goes on: the ack wait starts anew.
    record InProgress() implements AckReply {}

    /// Never deliver this again to this consumer.
    record Terminate(String reason) implements AckReply {}

    /// An ack, and a pull for the reply subject.
    record AckAndNext(byte[] pull) implements AckReply {}

    /// Nothing we know: nothing changes.
    record Unknown() implements AckReply {}

    AckReply ACK = new Ack();

    static AckReply parse(byte[] payload) {
        if (payload.length == 0) {
            return ACK;
        }
        if (payload.length == 4 && payload[0] == '+' && payload[1] == 'A') {
            return is(payload, "+ACK") ? ACK : new Unknown();
        }
        if (startsWith(payload, "-NAK")) {
            return new Nak(delay(rest(payload, 4)));
        }
        if (startsWith(payload, "+TERM")) {
            return new Terminate(rest(payload, 5));
        }
        if (startsWith(payload, "+NXT")) {
            return new AckAndNext(rest(payload, 4).getBytes(StandardCharsets.UTF_8));
        }
        if (is(payload, "+WPI")) {
            return new InProgress();
        }
        return is(payload, "+OK") ? ACK : new Unknown();
    }

    private static String rest(byte[] payload, int from) {
        return new String(payload, from, payload.length - from, StandardCharsets.UTF_8).strip();
    }

    private static long delay(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            long delay = text.startsWith("{")
                    ? RequestBody.parse(text.getBytes(StandardCharsets.UTF_8)).number("delay", 0)
                    : GoDuration.parse(text);
            return Math.max(0, delay);
        } catch (ApiRefusal | NumberFormatException e) {
            // An unreadable delay is none: the message must not be stuck because of it.
            return 0;
        }
    }

    private static boolean is(byte[] payload, String text) {
        return payload.length == text.length() && startsWith(payload, text);
    }

    private static boolean startsWith(byte[] payload, String text) {
        return payload.length >= text.length()
                && Arrays.equals(payload, 0, text.length(), text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }
}
