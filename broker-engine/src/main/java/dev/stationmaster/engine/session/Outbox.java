package dev.stationmaster.engine.session;

import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.protocol.ServerOpEncoder;
import dev.stationmaster.engine.session.Outgoing.Delivery;
import dev.stationmaster.engine.session.Outgoing.Line;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one client, in order.
///
/// ```
///  any thread ─ put ─▶ queue ──swap──▶ batch ──encode──▶ channel ──▶ socket
///                      (lock)          (event loop only)  (≤ high-water mark)
/// ```
/// The first `put` into an empty outbox asks the event loop for one drain; what gathers until then, or while one runs,
/// leaves with it in a few writes and one flush. Messages stay shared objects until the channel has room, so a slow
/// client costs references, not copies. The bytes that wait are bounded: past the bound the client is a slow consumer
/// and `onSlow` is told, once.
final class Outbox {
    private static final int WRITE_BYTES = 256 * 1024;
    private static final int TURN_BYTES = 4 << 20;

    private final Channel channel;
    private final NodeCounters counters;
    private final long pendingBytesMax;
    private final long writeDeadlineMillis;
    private final SlowHandler onSlow;
    private final ServerOpEncoder encoder = new ServerOpEncoder();

    private final Object lock = new Object();
    /// Guarded by `lock`, as are the next three.
    private ArrayDeque<Outgoing> queue = new ArrayDeque<>();

    private boolean scheduled;
    private boolean closed;
    /// Written under `lock`, read by anybody.
    private volatile long pendingBytes;

    /// From here on confined to the event loop.
    private ArrayDeque<Outgoing> batch = new ArrayDeque<>();

    private boolean draining;
    private boolean deadlineArmed;
    private long writtenBytes;
    private long sentMessages;
    private long sentBytes;
    private boolean headers;
    private @Nullable Runnable whenEmpty;

    interface SlowHandler {
        /// Called from any thread, once or twice.
        void onSlow(ClosedReason reason);
    }

    Outbox(Channel channel, NodeCounters counters, SessionLimits limits, SlowHandler onSlow) {
        this.channel = channel;
        this.counters = counters;
        this.pendingBytesMax = limits.pendingBytesMax();
        this.writeDeadlineMillis = limits.writeDeadline().toMillis();
        this.onSlow = onSlow;
    }

    /// Whether the client can read `HMSG`. Event loop only.
    void headers(boolean understood) {
        headers = understood;
    }

    void put(byte[] line) {
        put(new Line(line));
    }

    /// Thread-safe. Dropped when the outbox is closed.
    void put(Outgoing outgoing) {
        int size = outgoing.size();
        boolean wake;
        boolean full;
        synchronized (lock) {
            if (closed) {
                return;
            }
            long pending = pendingBytes + size;
            full = pending > pendingBytesMax && pending > size;
            if (full) {
                closed = true;
                queue.clear();
            } else {
                queue.add(outgoing);
                pendingBytes = pending;
            }
            wake = !scheduled && !full;
            scheduled |= wake;
        }
        if (full) {
            onSlow.onSlow(ClosedReason.SLOW_CONSUMER_PENDING);
        } else if (wake) {
            channel.eventLoop().execute(this::drain);
        }
    }

    long pendingBytes() {
        return pendingBytes;
    }

    /// Whether so much waits that whoever sends to this client should slow down.
    boolean isStalling() {
        return pendingBytes > pendingBytesMax / 2;
    }

    long sentMessages() {
        return sentMessages;
    }

    long sentBytes() {
        return sentBytes;
    }

    /// Runs `action` on the event loop when everything put so far has been handed to the socket. Event loop only.
    void whenEmpty(Runnable action) {
        whenEmpty = action;
        drain();
    }

    /// Drops what waits and takes nothing more. Event loop only.
    void close() {
        synchronized (lock) {
            closed = true;
            queue.clear();
        }
        batch.clear();
        whenEmpty = null;
    }

    /// The channel has room again. Event loop only.
    void onWritable() {
        drain();
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            int turn = 0;
            boolean more = true;
            while (more && turn < TURN_BYTES) {
                while (turn < TURN_BYTES && channel.isWritable() && (more = refill())) {
                    turn += writeSome();
                }
                channel.flush();
                if (!channel.isWritable()) {
                    armDeadline();
                    return;
                }
            }
            if (more) {
                channel.eventLoop().execute(this::drain);
            }
        } finally {
            draining = false;
        }
    }

    /// Makes sure that `batch` has something; when nothing waits, the next `put` asks for a new drain.
    private boolean refill() {
        if (!batch.isEmpty()) {
            return true;
        }
        synchronized (lock) {
            if (!queue.isEmpty()) {
                ArrayDeque<Outgoing> empty = batch;
                batch = queue;
                queue = empty;
                return true;
            }
            scheduled = false;
        }
        Runnable action = whenEmpty;
        if (action != null) {
            whenEmpty = null;
            action.run();
        }
        return false;
    }

    /// Encodes as much of the batch as fits one write.
    private int writeSome() {
        int counted = 0;
        int messages = 0;
        long bytes = 0;
        ByteBuf out = channel.alloc().ioBuffer(sizeHint());
        Outgoing next;
        while (counted < WRITE_BYTES && (next = batch.poll()) != null) {
            counted += next.size();
            switch (next) {
                case Line(byte[] line) -> out.writeBytes(line);
                case Delivery(ClientSubscription subscription, var message) -> {
                    encoder.message(out, message, subscription.sid(), headers);
                    messages++;
                    bytes += message.size();
                }
            }
        }
        int released = counted;
        channel.write(out).addListener(done -> release(released));
        sentMessages += messages;
        sentBytes += bytes;
        if (messages > 0) {
            counters.sent(messages, bytes);
        }
        return counted;
    }

    private int sizeHint() {
        long hint = 64;
        for (Outgoing waiting : batch) {
            hint += waiting.size() + 64;
            if (hint >= WRITE_BYTES) {
                break;
            }
        }
        return (int) Math.min(hint, Integer.MAX_VALUE / 2);
    }

    private void release(int counted) {
        writtenBytes += counted;
        synchronized (lock) {
            pendingBytes -= counted;
        }
    }

    private void armDeadline() {
        if (deadlineArmed) {
            return;
        }
        deadlineArmed = true;
        long before = writtenBytes;
        channel.eventLoop().schedule(() -> onDeadline(before), writeDeadlineMillis, TimeUnit.MILLISECONDS);
    }

    private void onDeadline(long writtenBefore) {
        deadlineArmed = false;
        if (!channel.isActive() || channel.isWritable()) {
            return;
        }
        if (writtenBytes == writtenBefore) {
            onSlow.onSlow(ClosedReason.SLOW_CONSUMER_DEADLINE);
        } else {
            armDeadline();
        }
    }
}
