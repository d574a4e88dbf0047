package dev.stationmaster.gateway.broker;

/// What a user shows the brokers: a password or, when that is empty, a connection token.
///
/// @param accountId tenant, 1 for the built-in one
public record Credentials(String username, String password, String connectionToken, long accountId) {

    /// Never shows a secret.
    @Override
    public String toString() {
        return "Credentials[" + username + ", account " + accountId + "]";
    }
}
