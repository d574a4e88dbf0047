package dev.stationmaster.engine.station;

import java.util.Locale;
import java.util.regex.Pattern;

/// The rules for names of stations, producers, consumers and groups, with the texts that SDKs show.
public final class StationNames {
    private static final int LENGTH_MAX = 128;
    private static final Pattern ALLOWED = Pattern.compile("^[a-z0-9_.-]*$");
    private static final Pattern ENDS = Pattern.compile("^[a-z0-9](.*[a-z0-9])?$");

    private StationNames() {}

    /// @param kind `Station`, `Producer`, `Consumer` or `Schema`
    /// @param name in lower case
    /// @return why it is refused, `""` when it is fine
    public static String problem(String kind, String name) {
        if (name.isEmpty()) {
            return kind + " name can not be empty";
        }
        if (name.length() > LENGTH_MAX) {
            return kind + " should be under 128 characters";
        }
        if (!ALLOWED.matcher(name).matches()) {
            return "Only alphanumeric and the '_', '-', '.' characters are allowed in " + kind;
        }
        return ENDS.matcher(name).matches() ? "" : kind + " name can not start or end with non alphanumeric character";
    }

    /// A user's name as given in a request, without `$<account>` and in lower case.
    public static String user(String given) {
        int dollar = given.lastIndexOf('$');
        boolean account = dollar > 0
                && dollar < given.length() - 1
                && given.substring(dollar + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return (account ? given.substring(0, dollar) : given).toLowerCase(Locale.ROOT);
    }
}
