package dev.stationmaster.engine.bench;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/// The stream that a round works on, through a connection of its own: made empty, deleted at the end.
final class Streams implements AutoCloseable {
    static final String NAME = "bench";
    static final String SUBJECT = "bench.one";

    private final Connection connection;
    private final JetStreamManagement management;

    private Streams(Connection connection) throws Exception {
        this.connection = connection;
        this.management = connection.jetStreamManagement();
    }

    static Streams create(Server server) throws Exception {
        Streams made = new Streams(JavaDriver.connect(server));
        if (made.management.getStreamNames().contains(NAME)) {
            made.management.deleteStream(NAME);
        }
        made.management.addStream(StreamConfiguration.builder()
                .name(NAME)
                .subjects("bench.>")
                .storageType(StorageType.File)
                .build());
        return made;
    }

    /// Makes the stream for later.
    static void createAndKeep(Server server) throws Exception {
        create(server).connection.close();
    }

    /// A durable pull consumer that asks for an acknowledgement of each message, or of none.
    String consumer(String name, boolean acknowledges) throws Exception {
        management.addOrUpdateConsumer(
                NAME,
                ConsumerConfiguration.builder()
                        .durable(name)
                        .ackPolicy(acknowledges ? AckPolicy.Explicit : AckPolicy.None)
                        .maxAckPending(acknowledges ? 20_000 : 0)
                        .build());
        return name;
    }

    void requireStored(long messages) throws Exception {
        long stored = management.getStreamInfo(NAME).getStreamState().getMsgCount();
        if (stored != messages) {
            throw new IllegalStateException("the stream holds " + stored + " messages of " + messages);
        }
    }

    /// All were settled: nothing pending, nothing without an answer.
    void requireSettled(String consumer) throws Exception {
        long limit = System.nanoTime() + 10_000_000_000L;
        var info = management.getConsumerInfo(NAME, consumer);
        while (info.getNumPending() + info.getNumAckPending() > 0 && System.nanoTime() < limit) {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(20);
            info = management.getConsumerInfo(NAME, consumer);
        }
        if (info.getNumPending() + info.getNumAckPending() > 0) {
            throw new IllegalStateException("the consumer has " + info.getNumPending() + " messages pending, "
                    + info.getNumAckPending() + " without an acknowledgement");
        }
    }

    static byte[] payload(int size) {
        byte[] payload = new byte[size];
        java.util.Arrays.fill(payload, (byte) 'x');
        return payload;
    }

    @Override
    public void close() throws Exception {
        management.deleteStream(NAME);
        connection.close();
    }
}
