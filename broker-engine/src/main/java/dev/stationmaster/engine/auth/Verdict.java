package dev.stationmaster.engine.auth;

/// What became of an attempt to log in.
public sealed interface Verdict {
    /// @param user name that authenticated, `""` when authentication is off
    /// @param internal whether it is the product itself
    record Granted(String user, Permissions permissions, boolean internal) implements Verdict {}

    /// @param reason for our log only, never for the client
    record Denied(String reason) implements Verdict {}
}
