package dev.stationmaster.gateway.station;

import java.util.Locale;
import java.util.regex.Pattern;

/// Name of a station, producer, consumer or group, in the two forms that it has. Immutable.
///
/// @param external lower case, with dots
/// @param internal the same with `#` for each dot, as streams and durables are named
public record Name(String external, String internal) {
    private static final int LENGTH_MAX = 128;
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9_.-]*");

    /// A name that no station or client may have.
    public static final class InvalidNameException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidNameException(String message) {
            super(message);
        }
    }

    /// Checks and lower-cases a name.
    ///
    /// @param kind `Station`, `Producer` or `Consumer`, for the text of the error
    /// @throws InvalidNameException with the brokers' own texts
    public static Name of(String kind, String raw) {
        String name = raw.toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            throw new InvalidNameException(kind + " name can not be empty");
        }
        if (name.length() > LENGTH_MAX) {
            throw new InvalidNameException(kind + " should be under 128 characters");
        }
        if (!ALLOWED.matcher(name).matches()) {
            throw new InvalidNameException("Only alphanumeric and the '_', '-', '.' characters are allowed in " + kind);
        }
        if (!isAlphanumeric(name.charAt(0)) || !isAlphanumeric(name.charAt(name.length() - 1))) {
            throw new InvalidNameException(kind + " name can not start or end with non alphanumeric character");
        }
        return new Name(name, name.replace('.', '#'));
    }

    public static Name ofStation(String raw) {
        return of("Station", raw);
    }

    /// The stream of one partition.
    public String stream(int partition) {
        return internal + "$" + partition;
    }

    /// The subject that producers of one partition publish to.
    public String subject(int partition) {
        return stream(partition) + ".final";
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
