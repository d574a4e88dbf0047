package dev.stationmaster.engine.bench;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.MessageHandler;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// From the publisher's time stamp to the consumer's handler, at a steady rate that neither server finds hard.
final class LatencyWork implements Work {
    private static final int SIZE = 128;
    private static final int RATE = 5_000;
    private static final long SECONDS_MAX = 60;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String what() {
        return "end to end at 5,000 messages/s of 128 B: time stamp before the publish to the consumer's handler, each"
                + " message acknowledged; first a pull consumer (long polling, batches of 500), then a push consumer;"
                + " Java client, two connections; the first tenth is not counted";
    }

    @Override
    public List<Bar> bars() {
        return List.of(
                Bar.ratioAtMost("pull median µs", 4, Bar.NONE),
                Bar.atMost("pull median µs", Bar.NONE, 500),
                Bar.ratioAtMost("pull p99 µs", Bar.NONE, 1),
                Bar.ratioAtMost("push median µs", 4, Bar.NONE),
                Bar.atMost("push median µs", Bar.NONE, 500),
                Bar.ratioAtMost("push p99 µs", Bar.NONE, 1));
    }

    @Override
    public Map<String, Double> round(Lab lab, ServerKind kind) throws Exception {
        Server server = lab.shared(kind);
        int messages = lab.messages(5 * RATE);
        Map<String, Double> figures = new LinkedHashMap<>();
        Watch watch = Watch.start(server);
        try (Streams stream = Streams.create(server);
                Connection consuming = JavaDriver.connect(server)) {
            String consumer = stream.consumer("puller", true);
            Delays delays = new Delays(messages);
            try (MessageConsumer _ = consuming
                    .getStreamContext(Streams.NAME)
                    .getConsumerContext(consumer)
                    .consume(ConsumeOptions.builder().batchSize(500).build(), delays)) {
                publish(server, messages);
                delays.addTo(figures, "pull");
            }
        }
        try (Streams _ = Streams.create(server);
                Connection consuming = JavaDriver.connect(server)) {
            Delays delays = new Delays(messages);
            ConsumerConfiguration pushed = ConsumerConfiguration.builder()
                    .ackPolicy(AckPolicy.Explicit)
                    .maxAckPending(20_000)
                    .build();
            consuming
                    .jetStream()
                    .subscribe(
                            Streams.SUBJECT,
                            consuming.createDispatcher(),
                            delays,
                            false,
                            PushSubscribeOptions.builder().configuration(pushed).build());
            publish(server, messages);
            delays.addTo(figures, "push");
        }
        watch.addCpu(figures, 2L * messages);
        return figures;
    }

    private static void publish(Server server, int messages) throws Exception {
        try (Connection connection = JavaDriver.connect(server)) {
            JetStream stream = connection.jetStream();
            long start = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                long due = start + i * (TimeUnit.SECONDS.toNanos(1) / RATE);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                byte[] payload = new byte[SIZE];
                ByteBuffer.wrap(payload).putInt(i).putLong(System.nanoTime());
                stream.publishAsync(Streams.SUBJECT, payload);
            }
            connection.flush(java.time.Duration.ofSeconds(SECONDS_MAX));
        }
    }

    /// Takes each message once and notes how long it was under way.
    private static final class Delays implements MessageHandler {
        private final double[] micros;
        private final CountDownLatch left;

        Delays(int messages) {
            micros = new double[messages];
            left = new CountDownLatch(messages);
        }

        @Override
        public void onMessage(Message message) {
            long now = System.nanoTime();
            ByteBuffer payload = ByteBuffer.wrap(message.getData());
            int number = payload.getInt();
            if (micros[number] == 0) {
                micros[number] = (now - payload.getLong()) / 1e3;
                left.countDown();
            }
            message.ack();
        }

        void addTo(Map<String, Double> figures, String mode) throws InterruptedException {
            if (!left.await(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException(mode + ": " + left.getCount() + " messages were never delivered");
            }
            double[] counted = Arrays.copyOfRange(micros, micros.length / 10, micros.length);
            figures.put(mode + " median µs", Figures.median(counted));
            figures.put(mode + " p99 µs", Figures.percentile(counted, 99));
        }
    }
}
