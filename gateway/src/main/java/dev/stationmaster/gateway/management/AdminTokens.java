package dev.stationmaster.gateway.management;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.stationmaster.metadata.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens of the management API. Their keys are derived from the configured secrets, so that a token of the REST
/// gateway
/// is none here, nor the other way round. Thread-safe.
public final class AdminTokens {
    public static final Duration LIFETIME = Duration.ofMinutes(15);
    public static final Duration REFRESH_LIFETIME = Duration.ofDays(2);

    private final Algorithm access;
    private final Algorithm refresh;
    private final Clock clock;

    public AdminTokens(String secret, String refreshSecret, Clock clock) {
        this.access = algorithm(secret);
        this.refresh = algorithm(refreshSecret);
        this.clock = clock;
    }

    private static Algorithm algorithm(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Algorithm.HMAC256(mac.doFinal("management".getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    String access(User user) {
        return token(user, LIFETIME, access);
    }

    String refresh(User user) {
        return token(user, REFRESH_LIFETIME, refresh);
    }

    private String token(User user, Duration lifetime, Algorithm algorithm) {
        return JWT.create()
                .withClaim("user_id", user.id())
                .withClaim("username", user.name())
                .withClaim("user_type", user.type().name().toLowerCase(Locale.ROOT))
                .withClaim("creation_date", user.createdAt().toString())
                .withClaim("already_logged_in", user.alreadyLoggedIn())
                .withClaim("avatar_id", user.avatarId())
                .withClaim("tenant_name", "$memphis")
                .withExpiresAt(clock.instant().plus(lifetime))
                .sign(algorithm);
    }

    /// Name of the user of a good access token.
    Optional<String> checkAccess(String token) {
        return check(token, access);
    }

    Optional<String> checkRefresh(String token) {
        return check(token, refresh);
    }

    private Optional<String> check(String token, Algorithm algorithm) {
        try {
            var verification = (JWTVerifier.BaseVerification) JWT.require(algorithm);
            DecodedJWT jwt = verification.build(clock).verify(token);
            return jwt.getExpiresAtAsInstant() == null
                    ? Optional.empty()
                    : Optional.ofNullable(jwt.getClaim("username").asString());
        } catch (JWTVerificationException _) {
            return Optional.empty();
        }
    }
}
