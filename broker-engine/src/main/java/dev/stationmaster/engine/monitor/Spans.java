package dev.stationmaster.engine.monitor;

import java.time.Duration;
import java.util.Locale;

/// Durations as nats-server shows them to people.
final class Spans {
    private Spans() {}

    /// `1y2d3h4m5s` without leading zero units; `0s` for nothing.
    static String uptime(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        long years = seconds / 31_536_000;
        long days = seconds / 86_400 % 365;
        long hours = seconds / 3600 % 24;
        long minutes = seconds / 60 % 60;
        StringBuilder text = new StringBuilder();
        append(text, years, "y");
        append(text, days, "d");
        append(text, hours, "h");
        append(text, minutes, "m");
        return text.append(seconds % 60).append('s').toString();
    }

    /// `123µs`, `1.5ms`, `2.25s`.
    static String roundTrip(long nanos) {
        if (nanos < 1_000_000) {
            return nanos / 1000 + "µs";
        }
        double value = nanos < 1_000_000_000L ? nanos / 1e6 : nanos / 1e9;
        String digits = String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
        return digits + (nanos < 1_000_000_000L ? "ms" : "s");
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count > 0 || !text.isEmpty()) {
            text.append(count).append(unit);
        }
    }
}
