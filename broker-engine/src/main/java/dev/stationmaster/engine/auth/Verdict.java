package dev.stationmaster.engine.auth;

/// What became of an attempt to log in.
public sealed interface Verdict {
    /// @param user name that authenticated, `""` when authentication is off
    /// @param internal whether it is the product itself
    /// @param space the subjects that the user sees
    record Granted(String user, Permissions permissions, boolean internal, SubjectSpace space) implements Verdict {
        public Granted(String user, Permissions permissions, boolean internal) {
            this(user, permissions, internal, SubjectSpace.ALONE);
        }
    }

    /// @param reason for our log only, never for the client
    record Denied(String reason) implements Verdict {}
}
