package dev.stationmaster.gateway.auth;

import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.broker.Brokers;
import dev.stationmaster.gateway.broker.Credentials;
import dev.stationmaster.gateway.station.Stations;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Broker connections of logged-in users, each opened once and kept until its token expires. Thread-safe.
///
/// Keyed by account, user and a digest of the credential, so that an old password never rides on the connection
/// of a
/// newer login. Beyond `SESSIONS_MAX` the least recently used one is closed; its next request opens it again.
public final class Sessions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);
    private static final int SESSIONS_MAX = 128;

    private static final class Entry {
        final CompletableFuture<Session> session = new CompletableFuture<>();
        volatile Instant expires;
        volatile Instant used;

        Entry(Instant expires, Instant used) {
            this.expires = expires;
            this.used = used;
        }
    }

    private final Brokers brokers;
    private final Clock clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public Sessions(Brokers brokers, Clock clock) {
        this.brokers = brokers;
        this.clock = clock;
    }

    /// Proves credentials by a connection of their own, and keeps it for the requests to come.
    ///
    /// @throws UnauthorizedException when the brokers refuse them
    /// @throws BrokerException when no broker answers
    public Session login(Credentials credentials, Instant expires) {
        if (credentials.password().isEmpty() && credentials.connectionToken().isEmpty()) {
            throw new UnauthorizedException("neither password nor token given");
        }
        Session session = open(credentials);
        Entry entry = new Entry(expires, clock.instant());
        entry.session.complete(session);
        Entry former = entries.put(key(credentials), entry);
        if (former != null) {
            close(former);
        }
        evict();
        return session;
    }

    /// The connection of a good token, opened when there is none.
    ///
    /// @throws UnauthorizedException when the brokers refuse the credentials by now
    /// @throws BrokerException when no broker answers
    public Session of(Tokens.Checked token) {
        String key = key(token.credentials());
        Entry mine = new Entry(token.expiresAt(), clock.instant());
        Entry entry = entries.computeIfAbsent(key, _ -> mine);
        if (entry == mine) {
            try {
                mine.session.complete(open(token.credentials()));
                evict();
            } catch (RuntimeException e) {
                entries.remove(key, mine);
                mine.session.completeExceptionally(e);
                throw e;
            }
        }
        Session session = join(entry);
        if (!session.link().isOpen()) {
            entries.remove(key, entry);
            return of(token);
        }
        entry.used = clock.instant();
        if (entry.expires.isBefore(token.expiresAt())) {
            entry.expires = token.expiresAt();
        }
        return session;
    }

    private static Session join(Entry entry) {
        try {
            return entry.session.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Session open(Credentials credentials) {
        try {
            BrokerLink link = brokers.login(credentials);
            Stations stations = new Stations(link, credentials.username());
            stations.listen();
            return new Session(credentials.username(), link, stations);
        } catch (BrokerException e) {
            if (e.kind() == BrokerException.Kind.LOGIN_REFUSED) {
                throw new UnauthorizedException(e.text());
            }
            throw e;
        }
    }

    /// Closes what expired or gave up. Called twice a minute.
    public void sweep() {
        Instant now = clock.instant();
        entries.forEach((key, entry) -> {
            boolean dead = entry.session.isDone()
                    && (entry.session.isCompletedExceptionally()
                            || !entry.session.join().link().isOpen());
            if ((dead || entry.expires.isBefore(now)) && entries.remove(key, entry)) {
                close(entry);
            }
        });
    }

    private void evict() {
        while (entries.size() > SESSIONS_MAX) {
            var oldest = entries.entrySet().stream()
                    .min(Comparator.comparing(e -> e.getValue().used))
                    .orElseThrow();
            if (entries.remove(oldest.getKey(), oldest.getValue())) {
                log.debug("closing the least recently used of more than {} sessions", SESSIONS_MAX);
                close(oldest.getValue());
            }
        }
    }

    public int count() {
        return entries.size();
    }

    private static void close(Entry entry) {
        var _ = entry.session.thenAccept(session -> session.link().close());
    }

    private static String key(Credentials credentials) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((credentials.password() + "\n" + credentials.connectionToken())
                            .getBytes(StandardCharsets.UTF_8));
            return credentials.accountId() + "/" + credentials.username() + "/"
                    + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public void close() {
        entries.values().forEach(Sessions::close);
        entries.clear();
    }
}
