package dev.stationmaster.engine.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Frames on their way into one connection: taken from any thread, written in order with one flush for all that have
/// gathered. Bounded in bytes: the caller is told when a frame does not fit. Thread-safe.
final class FrameQueue {
    private record Waiting(LinkFrame frame, int bytes) {}

    private final Channel channel;
    private final long bytesMax;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();

    /// Bytes that were offered and are not yet handed to the operating system.
    private final AtomicLong pending = new AtomicLong();

    /// Of those that were; confined to the event loop.
    private long written;

    FrameQueue(Channel channel, long bytesMax) {
        this.channel = channel;
        this.bytesMax = bytesMax;
    }

    /// @param bytes roughly what the frame takes
    /// @return false, with nothing queued, when the bound is passed or the connection has ended
    boolean offer(LinkFrame frame, int bytes) {
        return pending.get() <= bytesMax && offerAlways(frame, bytes);
    }

    /// As [#offer], but the bound does not count: for small frames that must not be missed.
    boolean offerAlways(LinkFrame frame, int bytes) {
        if (!channel.isActive()) {
            return false;
        }
        pending.addAndGet(bytes);
        waiting.add(new Waiting(frame, bytes));
        if (draining.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::drain);
        }
        return true;
    }

    /// Whether frames wait because the operating system takes no more. On the event loop.
    boolean isHeldBack() {
        return !channel.isWritable();
    }

    /// Changes whenever the operating system has taken more. On the event loop.
    long handedOver() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return written + (buffer == null ? 0 : buffer.currentProgress());
    }

    private void drain() {
        draining.set(false);
        Waiting next = waiting.poll();
        while (next != null) {
            int bytes = next.bytes();
            channel.write(next.frame()).addListener(done -> {
                pending.addAndGet(-bytes);
                written += bytes;
            });
            next = waiting.poll();
        }
        channel.flush();
    }
}
