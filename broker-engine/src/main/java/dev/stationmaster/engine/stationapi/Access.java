package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.UserRef;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Who may do what with a station, by the copy of the users that this node has. Thread-safe.
final class Access {
    private final Directory directory;

    Access(Directory directory) {
        this.directory = directory;
    }

    /// Whether the user exists. While no users are known at all (no login is asked for) everybody does.
    boolean exists(String user, ClientIdentity from) {
        return from.internal() || directory.users().isEmpty() || directory.user(user) != null;
    }

    boolean mayWrite(String user, String station, ClientIdentity from) {
        UserRef known = directory.user(user);
        return from.internal() || known == null || matches(known.allowWrite(), station);
    }

    boolean mayRead(String user, String station, ClientIdentity from) {
        UserRef known = directory.user(user);
        return from.internal() || known == null || matches(known.allowRead(), station);
    }

    private static boolean matches(List<String> patterns, String station) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, station));
    }

    private static boolean matches(String pattern, String station) {
        String regex = Pattern.compile("\\*")
                .splitAsStream(pattern + " ")
                .map(part -> Pattern.quote(part.strip()))
                .collect(Collectors.joining(".*"));
        return station.matches(regex);
    }
}
