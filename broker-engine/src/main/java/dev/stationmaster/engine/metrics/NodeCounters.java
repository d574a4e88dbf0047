package dev.stationmaster.engine.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What this node's client connections have done since its start. Thread-safe. "In" is from clients to the server.
public final class NodeCounters {
    private final LongAdder inMessages = new LongAdder();
    private final LongAdder inBytes = new LongAdder();
    private final LongAdder outMessages = new LongAdder();
    private final LongAdder outBytes = new LongAdder();
    private final LongAdder slowConsumers = new LongAdder();
    private final AtomicLong totalConnections = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    /// Bytes are headers plus payload.
    public void received(long messages, long bytes) {
        inMessages.add(messages);
        inBytes.add(bytes);
    }

    public void sent(long messages, long bytes) {
        outMessages.add(messages);
        outBytes.add(bytes);
    }

    /// A connection was closed because its client did not read fast enough.
    public void slowConsumer() {
        slowConsumers.increment();
    }

    /// @return how many are open now
    public long connected() {
        totalConnections.incrementAndGet();
        return connections.incrementAndGet();
    }

    public void disconnected() {
        connections.decrementAndGet();
    }

    public long inMessages() {
        return inMessages.sum();
    }

    public long inBytes() {
        return inBytes.sum();
    }

    public long outMessages() {
        return outMessages.sum();
    }

    public long outBytes() {
        return outBytes.sum();
    }

    public long slowConsumers() {
        return slowConsumers.sum();
    }

    public long connections() {
        return connections.get();
    }

    public long totalConnections() {
        return totalConnections.get();
    }
}
