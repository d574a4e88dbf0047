package dev.stationmaster.engine.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Holds a client's bytes back while something else must happen first. Confined to the session's event loop.
///
/// While shut for at least one reason the channel is not read; what had been read already waits here, at most what one
/// turn of the event loop reads, and is handled before anything newer.
final class ReadGate {
    static final int AUTH = 1;
    static final int STREAMS = 2;
    static final int STALL = 4;

    private static final int STALL_CHECKS_MAX = 50;
    private static final int STALL_CHECK_MILLIS = 2;

    private final Channel channel;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
    private int shutFor;
    private boolean reading;
    private boolean closed;

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    boolean isShut() {
        return shutFor != 0;
    }

    boolean isShutFor(int reason) {
        return (shutFor & reason) != 0;
    }

    /// Lets a buffer through to `reader`, or keeps it or its rest. Owns the buffer.
    void pass(ByteBuf in, Consumer<ByteBuf> reader) {
        held.addLast(in);
        readHeld(reader);
    }

    void shut(int reason) {
        if (shutFor == 0) {
            channel.config().setAutoRead(false);
        }
        shutFor |= reason;
    }

    /// Opens for one reason; when it was the last, reads what was held, then the channel again.
    void open(int reason, Consumer<ByteBuf> reader) {
        reopenWithin(reason);
        readHeld(reader);
    }

    /// Opens from within the reader, which goes on by itself.
    void reopenWithin(int reason) {
        if (shutFor == 0) {
            return;
        }
        shutFor &= ~reason;
        if (shutFor == 0 && !closed) {
            channel.config().setAutoRead(true);
        }
    }

    /// Shuts until that outbox has drained enough, 100 ms at most.
    void shutWhileStalled(Outbox stalled, Runnable open) {
        shut(STALL);
        checkStall(stalled, open, 0);
    }

    void close() {
        closed = true;
        held.forEach(ByteBuf::release);
        held.clear();
        // Goes on reading, to notice the client's end.
        channel.config().setAutoRead(true);
    }

    private void checkStall(Outbox stalled, Runnable open, int checks) {
        if (checks == STALL_CHECKS_MAX || !stalled.isStalling()) {
            open.run();
            return;
        }
        channel.eventLoop()
                .schedule(() -> checkStall(stalled, open, checks + 1), STALL_CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void readHeld(Consumer<ByteBuf> reader) {
        if (reading) {
            return;
        }
        reading = true;
        try {
            while (shutFor == 0 && !held.isEmpty()) {
                ByteBuf in = held.getFirst();
                reader.accept(in);
                // Closing has released and forgotten what was held, this one included.
                if (closed || held.isEmpty()) {
                    return;
                }
                if (!in.isReadable()) {
                    held.removeFirst();
                    in.release();
                }
            }
        } finally {
            reading = false;
        }
    }
}
