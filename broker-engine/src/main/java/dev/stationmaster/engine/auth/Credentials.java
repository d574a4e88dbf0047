package dev.stationmaster.engine.auth;

/// What a client shows at connecting. Absent ones are `""`.
///
/// @param name CONNECT's `name`; SDKs of Memphis say their user in it, after `::`
public record Credentials(String user, String password, String token, String name, Proof proof) {

    /// A key and what was signed with it.
    ///
    /// @param nkey public key of the user
    /// @param jwt the user's claims, signed by an account
    /// @param signature over the nonce
    /// @param nonce what this connection was asked to sign
    public record Proof(String nkey, String jwt, String signature, String nonce) {
        public static final Proof NONE = new Proof("", "", "", "");
    }

    public Credentials(String user, String password, String token, String name) {
        this(user, password, token, name, Proof.NONE);
    }

    /// Never shows secrets.
    @Override
    public String toString() {
        return "Credentials[user=" + user + ", name=" + name + "]";
    }
}
