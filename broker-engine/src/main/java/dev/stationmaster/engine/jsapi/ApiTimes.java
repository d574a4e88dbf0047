package dev.stationmaster.engine.jsapi;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Times as the API writes them: RFC 3339 in UTC with up to nine fractional digits, trailing zeros cut, and
/// `0001-01-01T00:00:00Z` for "never".
public final class ApiTimes {
    private static final long NANOS = 1_000_000_000L;
    private static final String ZERO = "0001-01-01T00:00:00Z";

    private ApiTimes() {}

    /// @param nanos since 1970; 0 for "never"
    public static String format(long nanos) {
        if (nanos == 0) {
            return ZERO;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(nanos, NANOS), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(30);
        padded(text, time.getYear(), 4).append('-');
        padded(text, time.getMonthValue(), 2).append('-');
        padded(text, time.getDayOfMonth(), 2).append('T');
        padded(text, time.getHour(), 2).append(':');
        padded(text, time.getMinute(), 2).append(':');
        padded(text, time.getSecond(), 2);
        int partOfSecond = (int) Math.floorMod(nanos, NANOS);
        if (partOfSecond != 0) {
            padded(text.append('.'), partOfSecond, 9);
            int end = text.length();
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            text.setLength(end);
        }
        return text.append('Z').toString();
    }

    /// By hand: there are four times in each answer about a stream, and the formatters of the JDK cost more than all of
    /// the rest of it.
    private static StringBuilder padded(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        for (int i = plain.length(); i < digits; i++) {
            text.append('0');
        }
        return text.append(plain);
    }

    /// @return nanoseconds since 1970, 0 for "never"
    /// @throws DateTimeParseException when the text is not RFC 3339
    public static long parse(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() <= 1) {
            return 0;
        }
        return Math.addExact(Math.multiplyExact(time.toEpochSecond(), NANOS), time.getNano());
    }
}
