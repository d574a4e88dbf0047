package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.meta.UserRef;
import org.jspecify.annotations.Nullable;

/// What a restricted user of a cluster may do, by station: producing needs write, consuming read; everything that is
/// about no station is open. The user is looked up each time, so a change counts at once.
///
/// A station's partitions show in a subject as a token `<internal name>$<number>`: `orders$1.final`,
/// `$JS.API.CONSUMER.MSG.NEXT.orders$1.workers`, `$JS.ACK.orders$1.…`.
final class StationPermissions implements Permissions {
    private static final String API = "$JS.API.";

    private final String name;
    private final Users users;

    StationPermissions(String name, Users users) {
        this.name = name;
        this.users = users;
    }

    @Override
    public boolean mayPublish(String subject) {
        String station = station(subject);
        if (station == null) {
            return true;
        }
        UserRef user = users.user(name);
        if (user == null) {
            return false;
        }
        boolean reads = subject.startsWith("$JS.ACK.") || (subject.startsWith(API) && !changesStream(subject));
        return reads ? user.mayRead(station) : user.mayWrite(station);
    }

    @Override
    public boolean maySubscribe(String pattern, String queue) {
        return mayRead(pattern);
    }

    @Override
    public boolean mayReceive(String subject) {
        return mayRead(subject);
    }

    /// Pulled messages come to an inbox with the station's subject; those were allowed when they were asked for.
    @Override
    public boolean filters(String pattern) {
        return !pattern.startsWith("_INBOX.");
    }

    private boolean mayRead(String subject) {
        String station = station(subject);
        UserRef user = station == null ? null : users.user(name);
        return station == null || (user != null && user.mayRead(station));
    }

    private static boolean changesStream(String subject) {
        return subject.startsWith("STREAM.", API.length())
                && !subject.startsWith("STREAM.INFO.", API.length())
                && !subject.startsWith("STREAM.MSG.GET.", API.length());
    }

    /// External name of the station whose partition the subject is about, or null.
    private static @Nullable String station(String subject) {
        int dollar = subject.indexOf('$', 1);
        while (dollar > 0) {
            int start = subject.lastIndexOf('.', dollar) + 1;
            int end = subject.indexOf('.', dollar);
            int stop = end < 0 ? subject.length() : end;
            if (dollar > start && isNumber(subject, dollar + 1, stop)) {
                return subject.substring(start, dollar).replace('#', '.');
            }
            dollar = subject.indexOf('$', dollar + 1);
        }
        return null;
    }

    private static boolean isNumber(String text, int start, int end) {
        for (int at = start; at < end; at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return start < end;
    }
}
