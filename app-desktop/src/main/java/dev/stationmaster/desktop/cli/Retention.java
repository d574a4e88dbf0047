package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import org.jspecify.annotations.Nullable;

/// How long a new station keeps messages, as `age=3600`, `messages=N`, `bytes=N` or `acked`; null takes the default.
record Retention(@Nullable String type, @Nullable Long value) {
    private static final String EXPECTED = " (expected: age=SECONDS, messages=N, bytes=N or acked)";

    static Retention parse(@Nullable String text) {
        if (text == null) {
            return new Retention(null, null);
        }
        if (text.equals("acked")) {
            return new Retention("ack_based", null);
        }
        int equals = text.indexOf('=');
        String type = switch (equals < 0 ? text : text.substring(0, equals)) {
            case "age" -> "message_age_sec";
            case "messages" -> "messages";
            case "bytes" -> "bytes";
            default -> throw ClusterException.wrongUsage("--retention " + text + EXPECTED);
        };
        String value = equals < 0 ? "" : text.substring(equals + 1);
        if (!value.matches("[1-9][0-9]{0,17}")) {
            throw ClusterException.wrongUsage("--retention " + text + EXPECTED);
        }
        return new Retention(type, Long.parseLong(value));
    }
}
