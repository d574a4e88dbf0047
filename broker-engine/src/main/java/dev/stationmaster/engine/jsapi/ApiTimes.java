package dev.stationmaster.engine.jsapi;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as the API writes them: RFC 3339 in UTC with up to nine fractional digits, trailing zeros cut, and
/// `0001-01-01T00:00:00Z` for "never".
public final class ApiTimes {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final long NANOS = 1_000_000_000L;
    private static final String ZERO = "0001-01-01T00:00:00Z";

    private ApiTimes() {}

    /// @param nanos since 1970; 0 for "never"
    public static String format(long nanos) {
        if (nanos == 0) {
            return ZERO;
        }
        long partOfSecond = Math.floorMod(nanos, NANOS);
        Instant second = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS));
        StringBuilder text = new StringBuilder(SECONDS.format(second.atOffset(ZoneOffset.UTC)));
        if (partOfSecond != 0) {
            String fraction = String.format("%09d", partOfSecond);
            int end = fraction.length();
            while (fraction.charAt(end - 1) == '0') {
                end--;
            }
            text.append('.').append(fraction, 0, end);
        }
        return text.append('Z').toString();
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
