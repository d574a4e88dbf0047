package dev.stationmaster.metadata;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;

/// Slow, salted password hashes (bcrypt). One takes about a tenth of a second of processor time, on purpose.
public final class PasswordHash {
    private static final int COST = 10;

    private PasswordHash() {}

    /// Longer passwords than 72 bytes are hashed to that length first, so that their tails count.
    public static String of(String password) {
        return new String(hasher().hash(COST, bytes(password)), StandardCharsets.US_ASCII);
    }

    /// False also where `hash` is empty or no bcrypt hash.
    public static boolean matches(String password, String hash) {
        return !hash.isEmpty() && verifier().verify(bytes(password), hash.getBytes(StandardCharsets.US_ASCII)).verified;
    }

    private static BCrypt.Hasher hasher() {
        return BCrypt.with(BCrypt.Version.VERSION_2A, longPasswords());
    }

    private static BCrypt.Verifyer verifier() {
        return BCrypt.verifyer(BCrypt.Version.VERSION_2A, longPasswords());
    }

    private static at.favre.lib.crypto.bcrypt.LongPasswordStrategy longPasswords() {
        return at.favre.lib.crypto.bcrypt.LongPasswordStrategies.hashSha512(BCrypt.Version.VERSION_2A);
    }

    private static byte[] bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8);
    }
}
