package dev.stationmaster.gateway.management;

import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.PasswordHash;
import dev.stationmaster.metadata.User;
import dev.stationmaster.metadata.User.UserType;
import dev.stationmaster.metadata.UserStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Logs users of the console in, and says whose a token is.
public final class UserLogin {
    private static final Duration KNOWN_TIME = Duration.ofSeconds(20);
    private static final int KNOWN_MAX = 1000;

    /// @param user as he was before this login
    public record LoggedIn(User user, String token, String refreshToken) {}

    private final UserStore users;
    private final AdminTokens tokens;
    private final Clock clock;
    private final Throttle throttle;
    private final Map<String, Instant> known = new ConcurrentHashMap<>();

    public UserLogin(UserStore users, AdminTokens tokens, Clock clock) {
        this.users = users;
        this.tokens = tokens;
        this.clock = clock;
        this.throttle = new Throttle(clock);
    }

    /// @throws Refusal `UNAUTHORIZED` for a wrong name or password, and for application users
    public LoggedIn login(String username, String password) {
        String name = username.toLowerCase(Locale.ROOT);
        throttle.check(name);
        Optional<User> user = users.byName(name).filter(found -> found.type() != UserType.APPLICATION);
        // An unknown name costs the same time as a wrong password, so that names cannot be told apart.
        String hash = user.map(User::passwordHash).orElse(Unknown.HASH);
        if (!PasswordHash.matches(password, hash) || user.isEmpty()) {
            throttle.failed(name);
            throw unauthorized();
        }
        throttle.succeeded(name);
        users.recordLogin(name);
        return loggedIn(user.get());
    }

    /// @throws Refusal `UNAUTHORIZED` when the token is bad or its user is gone
    public LoggedIn refresh(String refreshToken) {
        String name = tokens.checkRefresh(refreshToken).orElseThrow(UserLogin::unauthorized);
        return loggedIn(users.byName(name).orElseThrow(UserLogin::unauthorized));
    }

    private LoggedIn loggedIn(User user) {
        return new LoggedIn(user, tokens.access(user), tokens.refresh(user));
    }

    /// Name of the token's user, who must still exist. A database that is away locks nobody out.
    ///
    /// @throws Refusal `UNAUTHORIZED`
    public String check(String token) {
        String name = tokens.checkAccess(token).orElseThrow(UserLogin::unauthorized);
        Instant now = clock.instant();
        Instant seen = known.get(name);
        if (seen == null || seen.plus(KNOWN_TIME).isBefore(now)) {
            checkExists(name);
            if (known.size() > KNOWN_MAX) {
                known.clear();
            }
            known.put(name, now);
        }
        return name;
    }

    private void checkExists(String name) {
        try {
            if (users.byName(name).isEmpty()) {
                known.remove(name);
                throw unauthorized();
            }
        } catch (MetadataException e) {
            if (e.kind() != MetadataException.Kind.UNAVAILABLE) {
                throw e;
            }
        }
    }

    static Refusal unauthorized() {
        return new Refusal(Refusal.Kind.UNAUTHORIZED, "SM-UNAUTHORIZED", "Unauthorized");
    }

    /// Made when first needed, for a hash takes a tenth of a second.
    private static final class Unknown {
        static final String HASH = PasswordHash.of("nobody has this one");
    }
}
