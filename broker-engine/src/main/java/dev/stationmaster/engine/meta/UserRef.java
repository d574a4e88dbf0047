package dev.stationmaster.engine.meta;

import java.util.List;
import java.util.regex.Pattern;

/// A user as the data path knows it: a copy from the metadata with a version. Immutable.
///
/// @param type `root`, `application` or `management`
/// @param passwordHash bcrypt
/// @param restricted false: may do everything, and the lists say nothing
/// @param allowRead station patterns (`*` is any run of characters) this user may consume from
/// @param allowWrite station patterns this user may produce to and create
/// @param denyRead wins over `allowRead`
/// @param denyWrite wins over `allowWrite`
public record UserRef(
        String name,
        String type,
        String passwordHash,
        boolean restricted,
        List<String> allowRead,
        List<String> allowWrite,
        List<String> denyRead,
        List<String> denyWrite) {
    public UserRef {
        allowRead = List.copyOf(allowRead);
        allowWrite = List.copyOf(allowWrite);
        denyRead = List.copyOf(denyRead);
        denyWrite = List.copyOf(denyWrite);
    }

    /// @param station external name
    public boolean mayRead(String station) {
        return !restricted || (matches(allowRead, station) && !matches(denyRead, station));
    }

    /// @param station external name
    public boolean mayWrite(String station) {
        return !restricted || (matches(allowWrite, station) && !matches(denyWrite, station));
    }

    private static boolean matches(List<String> patterns, String station) {
        return patterns.stream()
                .anyMatch(pattern -> Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), station));
    }
}
