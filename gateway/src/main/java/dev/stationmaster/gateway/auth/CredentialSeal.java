package dev.stationmaster.gateway.auth;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Encrypts the secrets of a login into a claim: AES-GCM under a key derived from the signing secret, bound to
/// the user
/// and account that the token names. Thread-safe.
final class CredentialSeal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    CredentialSeal(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            key = new SecretKeySpec(mac.doFinal("credentials".getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    String seal(Credentials credentials) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] clear = Json.bytes(Map.of("p", credentials.password(), "t", credentials.connectionToken()));
        byte[] sealed =
                crypt(Cipher.ENCRYPT_MODE, nonce, boundTo(credentials.username(), credentials.accountId()), clear);
        byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    /// @throws UnauthorizedException when the text was not sealed by us for this user
    Credentials open(String text, String username, long accountId) {
        try {
            byte[] both = Base64.getUrlDecoder().decode(text);
            if (both.length <= NONCE_BYTES) {
                throw new UnauthorizedException("credentials claim too short");
            }
            byte[] clear = crypt(
                    Cipher.DECRYPT_MODE,
                    Arrays.copyOf(both, NONCE_BYTES),
                    boundTo(username, accountId),
                    Arrays.copyOfRange(both, NONCE_BYTES, both.length));
            JsonNode json = Json.mapper().readTree(clear);
            return new Credentials(
                    username, json.path("p").asString(""), json.path("t").asString(""), accountId);
        } catch (IllegalArgumentException | JacksonException _) {
            throw new UnauthorizedException("credentials claim unreadable");
        }
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] boundTo, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(boundTo);
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException _) {
            throw new UnauthorizedException("credentials claim not sealed by this secret");
        }
    }

    private static byte[] boundTo(String username, long accountId) {
        return (accountId + "/" + username).getBytes(StandardCharsets.UTF_8);
    }
}
