package dev.stationmaster.engine.session;

import java.security.SecureRandom;
import java.util.Base64;

/// Something that nobody has signed before.
public final class Nonce {
    private static final int BYTES = 11;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Nonce() {}

    public static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
