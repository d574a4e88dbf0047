package dev.stationmaster.engine.bench;

import java.util.concurrent.atomic.AtomicLong;

/// A bare socket with the same words that a client sends.
final class RawDriver implements Driver {
    @Override
    public String title() {
        return "bare socket";
    }

    @Override
    public void publish(Server server, String subject, byte[] payload, int count, int window, AtomicLong acknowledged)
            throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            new RawPublisher(client, acknowledged).publish(subject, payload, count, window);
        }
    }

    @Override
    public void consume(
            Server server, String stream, String consumer, int count, boolean acknowledges, AtomicLong taken)
            throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            new RawPuller(client, stream, consumer, acknowledges, taken).take(count);
        }
    }
}
