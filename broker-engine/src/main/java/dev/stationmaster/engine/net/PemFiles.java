package dev.stationmaster.engine.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and unencrypted private keys in PEM files: PKCS #8 of any algorithm, and RSA's own form (PKCS #1).
final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:\\w+ )?PRIVATE KEY)-----([^-]*)-----END", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /// Before an RSA key inside PKCS #8: version 0, algorithm rsaEncryption, no parameters.
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private PemFiles() {}

    /// @throws IllegalArgumentException naming the file that cannot be used
    static X509Certificate[] certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificate file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /// @throws IllegalArgumentException naming the file that cannot be used
    static PrivateKey key(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalArgumentException("the key file " + file + " cannot be read: " + e.getMessage(), e);
        }
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new IllegalArgumentException("the key file " + file + " holds no unencrypted private key as PEM");
        }
        byte[] body = Base64.getMimeDecoder().decode(pem.group(2));
        String kind = pem.group(1);
        if (kind.equals("PRIVATE KEY")) {
            return parse(file, body);
        }
        if (kind.equals("RSA PRIVATE KEY")) {
            return parse(file, wrapped(body));
        }
        throw new IllegalArgumentException("the key file " + file + " holds an '" + kind
                + "'; PKCS #8 is needed: openssl pkcs8 -topk8 -nocrypt -in " + file);
    }

    private static PrivateKey parse(Path file, byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException another) {
                // The next one may fit.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw new IllegalArgumentException(
                "the key file " + file + " holds a private key that is none of " + ALGORITHMS);
    }

    private static byte[] wrapped(byte[] pkcs1) {
        byte[] octets = tagged(0x04, pkcs1);
        byte[] content = new byte[RSA.length + octets.length];
        System.arraycopy(RSA, 0, content, 0, RSA.length);
        System.arraycopy(octets, 0, content, RSA.length, octets.length);
        return tagged(0x30, content);
    }

    /// DER: tag, length in one, two or three bytes, content.
    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
