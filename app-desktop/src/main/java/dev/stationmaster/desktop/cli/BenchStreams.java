package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// Streams made one by one, each with a consumer and a message that goes through it; only the making is timed.
final class BenchStreams implements AutoCloseable {
    private static final String CONSUMER = "bench";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connection connection;
    private final int replicas;
    private final String prefix = "bench-" + Long.toString(System.nanoTime(), 36) + "-";
    private int made;

    /// From the request to make a stream to its answer.
    record Result(double p50Millis, double p99Millis) {}

    BenchStreams(Connection connection, int replicas) {
        this.connection = connection;
        this.replicas = replicas;
    }

    Result make(int streams) throws Exception {
        JetStreamManagement management = connection.jetStreamManagement();
        long[] nanos = new long[streams];
        for (int i = 0; i < streams; i++) {
            String stream = prefix + i;
            try {
                StreamConfiguration config = StreamConfiguration.builder()
                        .name(stream)
                        .subjects(stream)
                        .storageType(StorageType.File)
                        .replicas(replicas)
                        .build();
                long start = System.nanoTime();
                management.addStream(config);
                nanos[i] = System.nanoTime() - start;
                made = i + 1;
                use(stream, management);
            } catch (JetStreamApiException refused) {
                throw ClusterException.failed("SM-BROKER", "stream " + stream + ": " + refused.getMessage());
            }
        }
        Arrays.sort(nanos);
        return new Result(nanos[streams / 2] / 1e6, nanos[(int) ((streams - 1) * 0.99)] / 1e6);
    }

    private void use(String stream, JetStreamManagement management) throws Exception {
        management.addOrUpdateConsumer(
                stream,
                ConsumerConfiguration.builder()
                        .durable(CONSUMER)
                        .ackPolicy(AckPolicy.Explicit)
                        .build());
        connection.jetStream().publish(stream, new byte[0]);
        Message message =
                connection.getStreamContext(stream).getConsumerContext(CONSUMER).next(PATIENCE);
        if (message == null) {
            throw ClusterException.failed(
                    "SM-BROKER",
                    "the message of stream " + stream + " did not come within " + PATIENCE.toSeconds() + " s");
        }
        message.ack();
    }

    @Override
    public void close() throws IOException {
        try {
            JetStreamManagement management = connection.jetStreamManagement();
            for (int i = 0; i < made; i++) {
                management.deleteStream(prefix + i);
            }
        } catch (JetStreamApiException refused) {
            throw ClusterException.failed(
                    "SM-BROKER", "not all streams " + prefix + "… were deleted: " + refused.getMessage());
        }
    }
}
