package dev.stationmaster.engine.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Shows that a node knows the cluster's secret without sending it: HMAC-SHA-256 over the role, both nonces, cluster
/// name and node number. Immutable.
final class LinkProof {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String cluster;
    private final SecretKeySpec key;

    LinkProof(String cluster, String secret) {
        this.cluster = cluster;
        this.key = new SecretKeySpec(("link:" + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    static byte[] nonce() {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    byte[] ofDialler(int node, LinkFrame.Lane lane, byte[] challenge, byte[] nonce) {
        return mac("dial:" + lane + ":" + node, challenge, nonce);
    }

    byte[] ofDialler(String name, LinkFrame.Lane lane, byte[] challenge, byte[] nonce) {
        return mac("route:" + lane + ":" + name, challenge, nonce);
    }

    byte[] ofDialled(String name, byte[] challenge, byte[] nonce) {
        return mac("route welcome:" + name, challenge, nonce);
    }

    byte[] ofDialled(int node, byte[] challenge, byte[] nonce) {
        return mac("welcome:" + node, challenge, nonce);
    }

    static boolean same(byte[] expected, byte[] found) {
        return MessageDigest.isEqual(expected, found);
    }

    private byte[] mac(String role, byte[] challenge, byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((role + ":" + cluster).getBytes(StandardCharsets.UTF_8));
            mac.update(challenge);
            mac.update(nonce);
            return mac.doFinal();
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("this JDK has no HmacSHA256", cause);
        }
    }
}
