package dev.stationmaster.engine.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Compares passwords with what is stored, bcrypt hash or plain text.
///
/// bcrypt is slow on purpose, so it runs on a thread of its own, and each verdict is remembered: a storm of reconnects
/// costs one hash. Remembered is a keyed hash of stored text and password together, with a key that dies with the
/// process; a new stored hash is a new entry, so a changed password counts at once. Equal questions that arrive while
/// the first is being answered wait for that answer. Thread-safe; no call blocks.
public final class PasswordCheck implements AutoCloseable {
    private static final int REMEMBERED_MAX = 10_000;
    private static final int WAITING_MAX = 1_000;

    private final SecretKeySpec key;
    private final ThreadPoolExecutor hashing;
    /// Guarded by `this`, as is `asking`.
    private final Map<String, Boolean> remembered = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    private final Map<String, List<Consumer<Boolean>>> asking = new LinkedHashMap<>();

    public PasswordCheck() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, "HmacSHA256");
        hashing = new ThreadPoolExecutor(
                1,
                1,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                task -> Thread.ofPlatform().name("auth").daemon().unstarted(task));
        hashing.allowCoreThreadTimeOut(true);
    }

    /// Tells `done` once whether `given` is the password: at once when that is known, else on another thread. With too
    /// many waiting the answer is no.
    public void check(String stored, String given, Consumer<Boolean> done) {
        if (!stored.startsWith("$2")) {
            done.accept(same(stored, given));
            return;
        }
        String question = keyed(stored, given);
        Boolean known;
        synchronized (this) {
            known = remembered.get(question);
            if (known == null) {
                List<Consumer<Boolean>> waiting = asking.get(question);
                if (waiting != null) {
                    waiting.add(done);
                    return;
                }
                asking.put(question, new ArrayList<>(List.of(done)));
            }
        }
        if (known != null) {
            done.accept(known);
            return;
        }
        try {
            hashing.execute(() -> answer(question, verify(stored, given)));
        } catch (RejectedExecutionException e) {
            answer(question, null);
        }
    }

    /// Compares in a time that does not depend on where they differ.
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(sha256(expected), sha256(given));
    }

    @Override
    public void close() {
        hashing.shutdownNow();
    }

    /// @param verdict null when it could not be found out: not remembered
    private void answer(String question, @Nullable Boolean verdict) {
        List<Consumer<Boolean>> waiting;
        synchronized (this) {
            if (verdict != null) {
                remembered.put(question, verdict);
            }
            waiting = asking.remove(question);
        }
        if (waiting != null) {
            waiting.forEach(done -> done.accept(Boolean.TRUE.equals(verdict)));
        }
    }

    private static boolean verify(String stored, String given) {
        try {
            return BCrypt.verifyer().verify(given.toCharArray(), stored).verified;
        } catch (IllegalArgumentException unusable) {
            // Too long for bcrypt, or the hash is damaged: no password fits.
            return false;
        }
    }

    private String keyed(String stored, String given) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(stored.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(given.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
