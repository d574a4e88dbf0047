package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.watch.StationsReply;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Facts in words for people.
final class Words {
    private Words() {}

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// `kept 1 h`, `newest 1,000 per partition`, …
    static String retention(StationsReply.Station station) {
        long value = station.retentionValue();
        return switch (orEmpty(station.retentionType())) {
            case "messages" -> String.format(Locale.ROOT, "newest %,d per partition", value);
            case "bytes" -> String.format(Locale.ROOT, "newest %s per partition", bytes(value));
            case "ack_based" -> "until acked";
            default -> "kept " + seconds(value);
        };
    }

    private static String seconds(long seconds) {
        if (seconds >= 86_400 && seconds % 86_400 == 0) {
            return seconds / 86_400 + " d";
        }
        if (seconds >= 3600 && seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private static String bytes(long bytes) {
        if (bytes >= 1L << 30) {
            return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
        }
        return bytes >= 1L << 20
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20))
                : String.format(Locale.ROOT, "%,d B", bytes);
    }
}
