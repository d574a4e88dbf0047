package dev.stationmaster.engine.boot;

import java.security.SecureRandom;

/// An id of one run of a server, in the form that NATS servers have: `N` and 55 letters and digits of base32.
final class ServerId {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CHARS = 56;

    private ServerId() {}

    static String next() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder(CHARS).append('N');
        while (id.length() < CHARS) {
            id.append(BASE32.charAt(random.nextInt(BASE32.length())));
        }
        return id.toString();
    }
}
