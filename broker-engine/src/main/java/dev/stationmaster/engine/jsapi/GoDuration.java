package dev.stationmaster.engine.jsapi;

import java.math.BigDecimal;

/// Durations as Go writes them: `1h2m3.5s`, `250ms`, `5s`.
public final class GoDuration {
    private static final String[] UNITS = {"ns", "us", "µs", "ms", "s", "m", "h"};
    private static final long[] NANOS = {1, 1_000, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L
    };

    private GoDuration() {}

    /// @return nanoseconds
    /// @throws NumberFormatException when it is no duration
    public static long parse(String text) {
        long total = 0;
        int position = 0;
        while (position < text.length()) {
            int end = position;
            while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
                end++;
            }
            int unitEnd = end;
            while (unitEnd < text.length() && Character.isLetter(text.charAt(unitEnd))) {
                unitEnd++;
            }
            BigDecimal value = new BigDecimal(text.substring(position, end));
            total += value.multiply(BigDecimal.valueOf(unit(text.substring(end, unitEnd))))
                    .longValue();
            position = unitEnd;
        }
        return total;
    }

    private static long unit(String name) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(name)) {
                return NANOS[i];
            }
        }
        throw new NumberFormatException("unit '" + name + "' is none of ns, us, ms, s, m, h");
    }

    public static String format(long nanos) {
        if (nanos < 1_000_000_000L) {
            return nanos % 1_000_000 == 0
                    ? nanos / 1_000_000 + "ms"
                    : nanos % 1_000 == 0 ? plain(nanos, 1_000_000) + "ms" : nanos + "ns";
        }
        long hours = nanos / NANOS[6];
        long minutes = nanos % NANOS[6] / NANOS[5];
        String seconds = plain(nanos % NANOS[5], NANOS[4]) + "s";
        return (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String plain(long nanos, long unit) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
