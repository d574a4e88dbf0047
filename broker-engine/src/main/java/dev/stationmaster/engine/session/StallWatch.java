package dev.stationmaster.engine.session;

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;

/// Notes, for each event loop, the outbox that filled up through what the client being read has published: that
/// client's reading is then held back for a moment, so that a fast publisher does not make slow consumers.
public final class StallWatch {
    private final FastThreadLocal<Outbox> stalled = new FastThreadLocal<>();

    /// Called by deliveries on any thread; only event loops remember.
    void note(Outbox outbox) {
        if (Thread.currentThread() instanceof FastThreadLocalThread) {
            stalled.set(outbox);
        }
    }

    /// The outbox noted since the last call, or null.
    @Nullable
    Outbox take() {
        Outbox outbox = stalled.getIfExists();
        if (outbox != null) {
            stalled.remove();
        }
        return outbox;
    }
}
