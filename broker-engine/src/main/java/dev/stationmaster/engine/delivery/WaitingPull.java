package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.message.Message;
import org.jspecify.annotations.Nullable;

/// One pull in the queue of its consumer. Confined to the group loop.
final class WaitingPull {
    final String inbox;
    final PullRequest request;
    /// Ticks; [Long#MAX_VALUE] when it never expires.
    final long expiresAt;

    final long arrivedAt;
    long lastActivity;
    int left;
    long bytesLeft;
    int delivered;

    /// Deliveries that wait for their progress record, and the status that must not overtake them.
    int held;

    @Nullable
    Message statusAfterHeld;

    WaitingPull(String inbox, PullRequest request, long nowTicks) {
        this.inbox = inbox;
        this.request = request;
        this.arrivedAt = nowTicks;
        this.lastActivity = nowTicks;
        this.expiresAt = request.expiresNanos() == 0 ? Long.MAX_VALUE : nowTicks + request.expiresNanos();
        this.left = request.batch();
        this.bytesLeft = request.maxBytes();
    }

    boolean limitsBytes() {
        return request.maxBytes() > 0;
    }

    boolean isExpired(long nowTicks) {
        return expiresAt <= nowTicks;
    }

    long heartbeatDue() {
        return request.heartbeatNanos() == 0 ? Long.MAX_VALUE : lastActivity + request.heartbeatNanos();
    }

    /// Ticks at which something must be sent to it without a message.
    long nextDue() {
        return Math.min(expiresAt, heartbeatDue());
    }

    void counted(int bytes, long nowTicks) {
        left--;
        delivered++;
        bytesLeft -= bytes;
        lastActivity = nowTicks;
    }
}
