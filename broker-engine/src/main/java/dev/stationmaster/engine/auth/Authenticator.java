package dev.stationmaster.engine.auth;

import java.util.function.Consumer;

/// Decides who may connect. Thread-safe; no call blocks.
public interface Authenticator {
    /// Whether credentials are needed at all: what INFO says as `auth_required`.
    boolean required();

    /// Whether clients may log in by signing something: INFO then has a nonce.
    default boolean challenges() {
        return false;
    }

    /// Decides, and calls `done` once: on the caller's thread when the answer is known at once, else on another.
    void authenticate(Credentials credentials, Consumer<Verdict> done);

    /// Lets everybody in.
    static Authenticator open() {
        return new Authenticator() {
            @Override
            public boolean required() {
                return false;
            }

            @Override
            public void authenticate(Credentials credentials, Consumer<Verdict> done) {
                done.accept(new Verdict.Granted("", Permissions.ALL, false));
            }
        };
    }
}
