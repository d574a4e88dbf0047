package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.jsapi.ApiRefusal;
import dev.stationmaster.engine.jsapi.RequestBody;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a client asks for with `CONSUMER.MSG.NEXT`. Immutable.
///
/// @param batch messages, at least 1
/// @param maxBytes 0: no limit
/// @param expiresNanos 0: never; -1: it has expired already
/// @param heartbeatNanos 0: none
record PullRequest(int batch, long maxBytes, long expiresNanos, boolean noWait, long heartbeatNanos) {
    /// Reads JSON, a bare number or nothing.
    ///
    /// @return null when it is JSON that cannot be read
    static @Nullable PullRequest parse(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8).strip();
        if (!text.startsWith("{")) {
            return new PullRequest(batch(text), 0, 0, false, 0);
        }
        try {
            RequestBody body = RequestBody.parse(payload);
            return new PullRequest(
                    (int) Math.min(Math.max(1, body.number("batch", 1)), Integer.MAX_VALUE),
                    Math.max(0, body.number("max_bytes", 0)),
                    Math.clamp(body.number("expires", 0), -1, Long.MAX_VALUE / 2),
                    body.flag("no_wait"),
                    Math.clamp(body.number("idle_heartbeat", 0), 0, Long.MAX_VALUE / 2));
        } catch (ApiRefusal e) {
            return null;
        }
    }

    private static int batch(String text) {
        try {
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            // Empty or not a number: one message, as clients expect.
            return 1;
        }
    }

    boolean heartbeatTooLarge() {
        return heartbeatNanos > expiresNanos / 2;
    }
}
