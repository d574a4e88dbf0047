package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.UserRef;
import org.jspecify.annotations.Nullable;

/// Who may do what with a station, by the copy of the users that this node has. A client acts as the user that it
/// logged
/// in as; the name inside a request counts only where no login was asked for. Thread-safe.
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
        UserRef known = acting(user, from);
        return from.internal() || known == null || known.mayWrite(station);
    }

    boolean mayRead(String user, String station, ClientIdentity from) {
        UserRef known = acting(user, from);
        return from.internal() || known == null || known.mayRead(station);
    }

    private @Nullable UserRef acting(String user, ClientIdentity from) {
        UserRef connected = from.user().isEmpty() ? null : directory.user(from.user());
        return connected == null ? directory.user(user) : connected;
    }
}
