package dev.stationmaster.engine.ingest;

import dev.stationmaster.engine.error.JetStreamError;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.replication.Outcome;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What JetStream answers to a published message: `{"stream":"s","seq":1}`. Written by hand: it is made for each
/// message.
final class PubAck {
    private PubAck() {}

    /// The answer, or null where the stream answers nothing.
    ///
    /// @param stream its name; stream names need no escapes in JSON but quotes and backslashes
    /// @param domain of JetStream, `""` for none
    static byte @Nullable [] of(String stream, String domain, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored(long sequence) -> stored(stream, domain, sequence, false);
            case Outcome.Duplicate(long original) -> stored(stream, domain, original, true);
            case Outcome.Refused(JetStreamError error) -> refused(stream, error);
            case Outcome.Done _ -> null;
            case Outcome.Unknown(boolean maybeDone, String reason) ->
                refused(
                        stream,
                        JetStreamErrors.GENERIC_10077.with(
                                "err",
                                maybeDone
                                        ? "the outcome is unknown, the message may have been stored: " + reason
                                        : "the message was not stored: " + reason));
        };
    }

    private static byte[] stored(String stream, String domain, long sequence, boolean duplicate) {
        StringBuilder json = new StringBuilder(48 + stream.length());
        json.append("{\"stream\":\"");
        escape(json, stream);
        if (!domain.isEmpty()) {
            json.append("\", \"domain\":\"");
            escape(json, domain);
        }
        json.append("\", \"seq\":").append(sequence);
        return json.append(duplicate ? ",\"duplicate\": true}" : "}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] refused(String stream, JetStreamError error) {
        StringBuilder json = new StringBuilder(128);
        json.append("{\"error\":{\"code\":").append(error.code());
        json.append(",\"err_code\":").append(error.errorCode()).append(",\"description\":\"");
        escape(json, error.description());
        json.append("\"},\"stream\":\"");
        escape(json, stream);
        return json.append("\",\"seq\":0}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(StringBuilder json, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
    }
}
