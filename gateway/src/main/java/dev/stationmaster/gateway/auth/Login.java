package dev.stationmaster.gateway.auth;

import dev.stationmaster.gateway.broker.Credentials;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/// Logs a REST caller in, and renews his tokens.
public final class Login {
    private static final long MINUTES = 15;
    private static final long REFRESH_MINUTES = 300;
    private static final long MILLIS_IN_MINUTE = 60_000;

    /// How long tokens shall live, in minutes; zero or less takes the default.
    public record Lifetimes(long minutes, long refreshMinutes) {
        Duration access() {
            return of(minutes > 0 ? minutes : MINUTES);
        }

        Duration refresh() {
            return of(refreshMinutes > 0 ? refreshMinutes : REFRESH_MINUTES);
        }

        private static Duration of(long minutes) {
            if (minutes > Long.MAX_VALUE / MILLIS_IN_MINUTE) {
                throw new IllegalArgumentException("a token lifetime of " + minutes + " minutes is too long (at most "
                        + Long.MAX_VALUE / MILLIS_IN_MINUTE + ")");
            }
            return Duration.ofMinutes(minutes);
        }
    }

    private final Tokens tokens;
    private final Sessions sessions;
    private final Clock clock;

    public Login(Tokens tokens, Sessions sessions, Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// @param username as sent; may carry its account as `name$123`
    /// @param accountId of the body, 0 for none
    /// @param queryAccountId of the query string, 0 for none
    /// @throws UnauthorizedException when the brokers refuse the credentials
    public TokenPair authenticate(
            String username,
            String password,
            String connectionToken,
            long accountId,
            long queryAccountId,
            Lifetimes lifetimes) {
        int dollar = username.indexOf('$');
        String name = (dollar < 0 ? username : username.substring(0, dollar)).toLowerCase(Locale.ROOT);
        long account = firstSet(accountId, queryAccountId, dollar < 0 ? 0 : number(username.substring(dollar + 1)));
        // A connection token counts only where no password is given.
        Credentials credentials = new Credentials(name, password, password.isEmpty() ? connectionToken : "", account);
        return enter(credentials, lifetimes);
    }

    /// @throws UnauthorizedException when the token is none of ours, expired, or its credentials are refused by
    ///     now
    public TokenPair refresh(String refreshToken, Lifetimes lifetimes) {
        if (refreshToken.isEmpty()) {
            throw new UnauthorizedException("no refresh token");
        }
        return enter(tokens.checkRefresh(refreshToken).credentials(), lifetimes);
    }

    private TokenPair enter(Credentials credentials, Lifetimes lifetimes) {
        TokenPair pair = tokens.issue(credentials, lifetimes.access(), lifetimes.refresh());
        var _ = sessions.login(credentials, clock.instant().plus(lifetimes.access()));
        return pair;
    }

    private static long firstSet(long... ids) {
        for (long id : ids) {
            if (id != 0) {
                return id;
            }
        }
        return 1;
    }

    private static long number(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
