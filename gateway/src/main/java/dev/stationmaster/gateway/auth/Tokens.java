package dev.stationmaster.gateway.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.stationmaster.gateway.broker.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Issues and checks the two tokens of a REST login. Thread-safe.
///
/// Claims: `username`, `account_id`, `exp` and `cred`, the sealed password or connection token; a refresh token
/// also
/// has
/// `token_exp`. Tokens of older gateways with the same secrets, whose `password` stands there in clear text, are
/// accepted.
public final class Tokens {

    /// What a good token says.
    public record Checked(Credentials credentials, Instant expiresAt) {}

    private final byte[] secret;
    private final byte[] refreshSecret;
    private final CredentialSeal seal;
    private final CredentialSeal refreshSeal;
    private final Clock clock;

    /// @throws IllegalArgumentException when a secret is empty: anybody could sign then
    public Tokens(String secret, String refreshSecret, Clock clock) {
        if (secret.isBlank() || refreshSecret.isBlank() || secret.equals(refreshSecret)) {
            throw new IllegalArgumentException("jwtSecret and refreshJwtSecret must be set, and differ");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.refreshSecret = refreshSecret.getBytes(StandardCharsets.UTF_8);
        this.seal = new CredentialSeal(secret);
        this.refreshSeal = new CredentialSeal(refreshSecret);
        this.clock = clock;
    }

    /// @throws IllegalArgumentException when a lifetime is too long for the clock
    public TokenPair issue(Credentials credentials, Duration lifetime, Duration refreshLifetime) {
        Instant now = clock.instant();
        Instant expires = now.plus(lifetime);
        String access = claims(credentials, expires, seal).sign(Algorithm.HMAC256(secret));
        String refresh = claims(credentials, now.plus(refreshLifetime), refreshSeal)
                .withClaim("token_exp", expires.getEpochSecond())
                .sign(Algorithm.HMAC256(refreshSecret));
        return new TokenPair(access, lifetime.toMillis(), refresh, refreshLifetime.toMillis());
    }

    private static JWTCreator.Builder claims(Credentials credentials, Instant expires, CredentialSeal seal) {
        return JWT.create()
                .withClaim("username", credentials.username())
                .withClaim("account_id", credentials.accountId())
                .withClaim("cred", seal.seal(credentials))
                .withExpiresAt(expires);
    }

    /// @throws UnauthorizedException when it is no access token of ours, or expired
    public Checked checkAccess(String token) {
        DecodedJWT jwt = verify(token, secret);
        if (!jwt.getClaim("token_exp").isMissing()) {
            throw new UnauthorizedException("a refresh token is no access token");
        }
        return checked(jwt, seal);
    }

    /// @throws UnauthorizedException when it is no refresh token of ours, or expired
    public Checked checkRefresh(String token) {
        return checked(verify(token, refreshSecret), refreshSeal);
    }

    private DecodedJWT verify(String token, byte[] key) {
        try {
            Algorithm algorithm = switch (JWT.decode(token).getAlgorithm()) {
                case "HS256" -> Algorithm.HMAC256(key);
                case "HS384" -> Algorithm.HMAC384(key);
                case "HS512" -> Algorithm.HMAC512(key);
                case null, default -> throw new UnauthorizedException("algorithm is none of HS256/384/512");
            };
            var verification = (com.auth0.jwt.JWTVerifier.BaseVerification) JWT.require(algorithm);
            DecodedJWT jwt = verification.build(clock).verify(token);
            if (jwt.getExpiresAtAsInstant() == null) {
                throw new UnauthorizedException("token without exp");
            }
            return jwt;
        } catch (JWTVerificationException e) {
            throw new UnauthorizedException(String.valueOf(e.getMessage()));
        }
    }

    private static Checked checked(DecodedJWT jwt, CredentialSeal seal) {
        String username = text(jwt.getClaim("username"));
        if (username.isEmpty()) {
            throw new UnauthorizedException("token without username");
        }
        Long account = jwt.getClaim("account_id").asLong();
        long accountId = account == null || account == 0 ? 1 : account;
        String sealed = text(jwt.getClaim("cred"));
        Credentials credentials = sealed.isEmpty()
                ? new Credentials(
                        username, text(jwt.getClaim("password")), text(jwt.getClaim("connection_token")), accountId)
                : seal.open(sealed, username, accountId);
        return new Checked(credentials, jwt.getExpiresAtAsInstant());
    }

    private static String text(Claim claim) {
        String text = claim.asString();
        return text == null ? "" : text;
    }
}
