package dev.stationmaster.engine.auth;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JWT of NATS: who (`sub`) may do what (`nats`), signed with an Ed25519 key (`iss`). Not to be believed until
/// [#signedBy] is true for a trusted key.
///
/// @param signed the bytes under the signature: in version 1 the claims alone, later the header too
record SignedClaims(JsonNode json, byte[] signed, String signature) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Empty when it is no JWT of NATS.
    static Optional<SignedClaims> parse(String jwt) {
        String[] parts = jwt.strip().split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            String algorithm =
                    JSON.readTree(NKey.fromBase64(parts[0])).path("alg").asString("");
            JsonNode claims = JSON.readTree(NKey.fromBase64(parts[1]));
            if (!claims.isObject() || !algorithm.startsWith("ed25519")) {
                return Optional.empty();
            }
            String signed = algorithm.equals("ed25519") ? parts[1] : parts[0] + "." + parts[1];
            return Optional.of(new SignedClaims(claims, signed.getBytes(StandardCharsets.US_ASCII), parts[2]));
        } catch (JacksonException | IllegalArgumentException notAToken) {
            return Optional.empty();
        }
    }

    String subject() {
        return json.path("sub").asString("");
    }

    String issuer() {
        return json.path("iss").asString("");
    }

    JsonNode nats() {
        return json.path("nats");
    }

    boolean signedBy(NKey key) {
        return issuer().equals(key.text()) && key.signed(signed, signature);
    }

    /// Whether it holds at that time; 0 is for ever.
    boolean holdsAt(Instant now) {
        long until = json.path("exp").asLong(0);
        return (until == 0 || now.getEpochSecond() < until) && json.path("nbf").asLong(0) <= now.getEpochSecond();
    }
}
