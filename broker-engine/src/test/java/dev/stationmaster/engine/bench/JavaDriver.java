package dev.stationmaster.engine.bench;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// The Java client, as a user would.
final class JavaDriver implements Driver {
    private static final int BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String title() {
        return "Java client";
    }

    static Connection connect(Server server) throws Exception {
        return Nats.connect(io.nats.client.Options.builder()
                .server(server.url())
                .maxMessagesInOutgoingQueue(20_000)
                .connectionTimeout(Duration.ofSeconds(10))
                .errorListener(new io.nats.client.ErrorListener() {})
                .build());
    }

    @Override
    public void publish(Server server, String subject, byte[] payload, int count, int window, AtomicLong acknowledged)
            throws Exception {
        Semaphore free = new Semaphore(window);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Connection connection = connect(server)) {
            JetStream stream = connection.jetStream();
            for (int i = 0; i < count; i++) {
                free.acquire();
                stream.publishAsync(subject, payload).whenComplete((ack, fault) -> {
                    if (fault != null) {
                        failure.set(fault);
                    }
                    acknowledged.incrementAndGet();
                    free.release();
                });
            }
            if (!free.tryAcquire(window, PATIENCE.toSeconds(), TimeUnit.SECONDS) || failure.get() != null) {
                throw new IllegalStateException(
                        server.kind().title() + " acknowledged " + acknowledged + " of " + count, failure.get());
            }
        }
    }

    @Override
    public void consume(
            Server server, String stream, String consumer, int count, boolean acknowledges, AtomicLong taken)
            throws Exception {
        try (Connection connection = connect(server);
                IterableConsumer messages = connection
                        .getStreamContext(stream)
                        .getConsumerContext(consumer)
                        .iterate(ConsumeOptions.builder().batchSize(BATCH).build())) {
            for (int i = 0; i < count; i++) {
                Message message = messages.nextMessage(PATIENCE);
                if (message == null) {
                    throw new IllegalStateException(server.kind().title() + " delivered " + i + " of " + count
                            + ", then nothing for " + PATIENCE);
                }
                if (acknowledges) {
                    message.ack();
                }
                taken.incrementAndGet();
            }
            connection.flush(PATIENCE);
        }
    }
}
