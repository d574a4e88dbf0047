package dev.stationmaster.desktop.i18n;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How the console writes numbers, sizes, spans and times; what is unknown is a dash, never a zero.
public final class Figures {
    public static final String UNKNOWN = "–";
    private static final char THOUSANDS = '\u00a0';
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CLOCK_MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Figures() {}

    /// `12 401`, or a dash.
    public static String count(@Nullable Long value) {
        if (value == null) {
            return UNKNOWN;
        }
        String digits = Long.toString(Math.abs(value));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(THOUSANDS);
            }
            text.append(digits.charAt(i));
        }
        return (value < 0 ? "−" : "") + text;
    }

    public static String count(long value) {
        return count(Long.valueOf(value));
    }

    /// A rate with three significant digits: `0`, `0.31`, `6.1`, `620`, `1 240`.
    public static String rate(@Nullable Double perSecond) {
        if (perSecond == null || perSecond.isNaN()) {
            return UNKNOWN;
        }
        double size = Math.abs(perSecond);
        if (size < 0.005) {
            return "0";
        }
        if (size < 1) {
            return String.format(Locale.ROOT, "%.2f", perSecond).replaceAll("0$", "");
        }
        return size < 10 ? trimmed(String.format(Locale.ROOT, "%.1f", perSecond)) : count(Math.round(perSecond));
    }

    /// `412 B`, `118 MB`, `1.2 GB`, or a dash.
    public static String bytes(@Nullable Long value) {
        if (value == null) {
            return UNKNOWN;
        }
        double size = value;
        int unit = 0;
        while (size >= 999.5 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        String number = unit == 0 || size >= 99.5
                ? Long.toString(Math.round(size))
                : trimmed(String.format(Locale.ROOT, "%.1f", size));
        return number + " " + UNITS[unit];
    }

    /// `20 ms`, `0.1 s`, `14 s`, `6 min`, `3 h`, `2 d`: the largest unit that says enough.
    public static String span(@Nullable Long millis) {
        if (millis == null) {
            return UNKNOWN;
        }
        long value = Math.max(0, millis);
        if (value < 100) {
            return value + " ms";
        }
        if (value < 10_000) {
            return trimmed(String.format(Locale.ROOT, "%.1f", value / 1000.0)) + " s";
        }
        Duration span = Duration.ofMillis(value);
        if (span.toSeconds() < 120) {
            return span.toSeconds() + " s";
        }
        if (span.toMinutes() < 120) {
            return span.toMinutes() + " min";
        }
        return span.toHours() < 48 ? span.toHours() + " h" : span.toDays() + " d";
    }

    /// `14:02:09`, in the local zone; another day is written whole.
    public static String time(long epochMillis) {
        return at(epochMillis, CLOCK);
    }

    /// `14:02:09.114`, in the local zone.
    public static String timeMillis(long epochMillis) {
        return at(epochMillis, CLOCK_MILLIS);
    }

    /// `2026-03-02 14:02`.
    public static String day(long epochMillis) {
        return at(epochMillis, DAY);
    }

    private static String at(long epochMillis, DateTimeFormatter format) {
        return epochMillis <= 0
                ? UNKNOWN
                : format.format(Instant.ofEpochMilli(epochMillis).atZone(ZoneId.systemDefault()));
    }

    private static String trimmed(String number) {
        return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    }
}
