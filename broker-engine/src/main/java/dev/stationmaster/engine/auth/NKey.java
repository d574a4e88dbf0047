package dev.stationmaster.engine.auth;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A public key as NATS writes it: base32 of one byte for its kind, the 32 bytes of an Ed25519 key and a CRC-16.
public record NKey(String text, PublicKey key) {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int KEY_BYTES = 32;
    private static final int CHARS = 56;

    /// Whose key it is: the first letter of its text.
    public enum Kind {
        USER('U', 20),
        ACCOUNT('A', 0),
        OPERATOR('O', 14);

        private final char letter;
        private final int prefix;

        Kind(char letter, int number) {
            this.letter = letter;
            this.prefix = number << 3;
        }
    }

    /// Reads a public key of that kind; empty when it is none.
    public static Optional<NKey> parse(String text, Kind kind) {
        if (text.length() != CHARS || text.charAt(0) != kind.letter) {
            return Optional.empty();
        }
        byte[] bytes = new byte[1 + KEY_BYTES + 2];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < CHARS; i++) {
            int five = BASE32.indexOf(text.charAt(i));
            if (five < 0) {
                return Optional.empty();
            }
            held = (held << 5 | five) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >> bits);
            }
        }
        int sum = (bytes[KEY_BYTES + 1] & 0xff) | (bytes[KEY_BYTES + 2] & 0xff) << 8;
        if ((bytes[0] & 0xff) != kind.prefix || sum != crc16(bytes, KEY_BYTES + 1)) {
            return Optional.empty();
        }
        return publicKey(Arrays.copyOfRange(bytes, 1, 1 + KEY_BYTES)).map(key -> new NKey(text, key));
    }

    /// Whether `signature`, base64 of either alphabet, is this key's over `message`.
    public boolean signed(byte[] message, String signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(fromBase64(signature));
        } catch (GeneralSecurityException | IllegalArgumentException notASignature) {
            return false;
        }
    }

    static byte[] fromBase64(String text) {
        String bare = text.replace('+', '-').replace('/', '_').replace("=", "");
        return Base64.getUrlDecoder().decode(bare);
    }

    /// The 32 bytes are the point's y, little end first; the last bit says whether x is odd.
    private static Optional<PublicKey> publicKey(byte[] raw) {
        byte[] y = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            y[i] = raw[KEY_BYTES - 1 - i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        try {
            return Optional.of(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(
                            NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y)))));
        } catch (GeneralSecurityException notAPoint) {
            return Optional.empty();
        }
    }

    /// CRC-16/XMODEM.
    private static int crc16(byte[] bytes, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
