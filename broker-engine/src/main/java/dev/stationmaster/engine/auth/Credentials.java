package dev.stationmaster.engine.auth;

/// What a client shows at connecting. Absent ones are `""`.
///
/// @param name CONNECT's `name`; SDKs of Memphis say their user in it, after `::`
public record Credentials(String user, String password, String token, String name) {
    /// Never shows secrets.
    @Override
    public String toString() {
        return "Credentials[user=" + user + ", name=" + name + "]";
    }
}
