package dev.stationmaster.engine.session;

import dev.stationmaster.engine.auth.Permissions.Responses;
import dev.stationmaster.engine.time.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reply subjects that a client received and may therefore answer on. Thread-safe; bounded, oldest forgotten first.
final class ReplyPermits {
    private static final int REMEMBERED_MAX = 4096;

    private final Responses allowed;
    private final Ticker ticker;
    private final Map<String, Permit> permits = new LinkedHashMap<>();

    ReplyPermits(Responses allowed, Ticker ticker) {
        this.allowed = allowed;
        this.ticker = ticker;
    }

    synchronized void grant(String reply) {
        permits.put(
                reply,
                new Permit(allowed.messages(), ticker.nanos() + allowed.expiry().toNanos()));
        if (permits.size() > REMEMBERED_MAX) {
            permits.remove(permits.keySet().iterator().next());
        }
    }

    /// Whether a message may be published there; uses one answer up.
    synchronized boolean use(String subject) {
        Permit permit = permits.remove(subject);
        if (permit == null || permit.untilNanos() - ticker.nanos() < 0) {
            return false;
        }
        if (permit.left() > 1) {
            permits.put(subject, new Permit(permit.left() - 1, permit.untilNanos()));
        }
        return true;
    }

    private record Permit(int left, long untilNanos) {}
}
