package dev.stationmaster.gateway.http;

import io.netty.channel.Channel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what one listener holds against its [Limits]. Thread-safe.
final class Admission {
    private final Limits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong heldBodyBytes = new AtomicLong();
    private final Semaphore requests;

    Admission(Limits limits) {
        this.limits = limits;
        this.requests = new Semaphore(limits.requestsMax());
    }

    Limits limits() {
        return limits;
    }

    /// Counts the connection until it closes; one too many is closed.
    boolean admitConnection(Channel channel) {
        if (connections.incrementAndGet() > limits.connectionsMax()) {
            connections.decrementAndGet();
            channel.close();
            return false;
        }
        channel.closeFuture().addListener(_ -> connections.decrementAndGet());
        return true;
    }

    boolean tryHold(long bytes) {
        if (heldBodyBytes.addAndGet(bytes) > limits.heldBodyBytesMax()) {
            heldBodyBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        heldBodyBytes.addAndGet(-bytes);
    }

    boolean tryStart() {
        return requests.tryAcquire();
    }

    void finish() {
        requests.release();
    }
}
