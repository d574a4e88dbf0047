package dev.stationmaster.engine.session;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks a silent client whether it is still there. Confined to the session's event loop.
///
/// The first question comes about two seconds after CONNECT, to measure the round trip, but never before the client's
/// own first PING was answered: SDKs accept nothing but PONG there. Later ones come every interval in which the client
/// said nothing; with too many of them open, it is gone.
final class KeepAlive {
    private static final Duration FIRST = Duration.ofSeconds(2);

    private final EventExecutor loop;
    private final long intervalNanos;
    private final int openMax;
    private final Runnable ping;
    private final Runnable onStale;
    private @Nullable Future<?> timer;
    private boolean pongSent;
    private boolean first = true;
    private int open;
    private long askedNanos;
    private volatile long roundTripNanos;

    KeepAlive(EventExecutor loop, SessionLimits limits, Runnable ping, Runnable onStale) {
        this.loop = loop;
        this.intervalNanos = limits.pingInterval().toNanos();
        this.openMax = limits.pingsMax();
        this.ping = ping;
        this.onStale = onStale;
    }

    void start(Session session) {
        if (timer == null) {
            timer = loop.schedule(
                    () -> onTimer(session), Math.min(FIRST.toNanos(), intervalNanos), TimeUnit.NANOSECONDS);
        }
    }

    void onPongSent() {
        pongSent = true;
    }

    void onPong(long nowNanos) {
        if (open > 0) {
            roundTripNanos = Math.max(1, nowNanos - askedNanos);
        }
        open = 0;
    }

    long roundTripNanos() {
        return roundTripNanos;
    }

    void stop() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void onTimer(Session session) {
        long now = session.nowNanos();
        boolean heard = now - session.lastInboundNanos() < intervalNanos;
        boolean measure = first && pongSent;
        if (measure || (!heard && !first)) {
            if (open >= openMax) {
                onStale.run();
                return;
            }
            askedNanos = now;
            open++;
            ping.run();
        } else if (heard) {
            open = 0;
        }
        first &= !measure && now - session.startNanos() < intervalNanos;
        timer = loop.schedule(() -> onTimer(session), intervalNanos, TimeUnit.NANOSECONDS);
    }
}
