package dev.stationmaster.engine.leaf;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What waits to be written to the other side; who takes too little loses the connection. Thread-safe, keeps the order
/// of calls from one thread.
final class LeafOutbox {
    private static final long WAITING_BYTES_MAX = 64L << 20;

    private final Channel channel;
    private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();

    LeafOutbox(Channel channel) {
        this.channel = channel;
    }

    /// @return false when the other side is too slow: the connection is to be closed
    boolean put(byte[] frame) {
        if (waiting.addAndGet(frame.length) > WAITING_BYTES_MAX) {
            return false;
        }
        frames.add(frame);
        if (writing.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::write);
        }
        return true;
    }

    private void write() {
        // Before the queue is looked at: who adds from now on comes again.
        writing.set(false);
        byte[] frame;
        while ((frame = frames.poll()) != null) {
            int length = frame.length;
            channel.write(Unpooled.wrappedBuffer(frame)).addListener(done -> waiting.addAndGet(-length));
        }
        channel.flush();
    }
}
