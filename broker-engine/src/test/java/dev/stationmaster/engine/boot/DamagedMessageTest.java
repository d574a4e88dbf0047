package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stored message whose bytes have changed on the disk: it is never served, everything else is, and the broker stays.
class DamagedMessageTest {
    private static final int DAMAGED = 3;

    @TempDir
    Path store;

    @Test
    void isSteppedOverByConsumersAndRefusedByName() throws Exception {
        publishAndDamage(RetentionPolicy.Limits, "payload-3");
        try (BareBroker broker = BareBroker.start(store);
                Connection connection = broker.connect()) {
            JetStreamManagement streams = connection.jetStreamManagement();
            JetStreamSubscription pull = connection
                    .jetStream()
                    .subscribe(
                            "hurt.>",
                            PullSubscribeOptions.builder().durable("d").build());
            assertThat(texts(pull.fetch(10, Duration.ofSeconds(1)))).isEqualTo(others());
            await().untilAsserted(() -> {
                var info = streams.getConsumerInfo("hurt", "d");
                assertThat(info.getNumAckPending()).isZero();
                assertThat(info.getNumPending()).isZero();
            });
            assertThat(pushed(connection, ConsumerConfiguration.builder().build()))
                    .isEqualTo(others());
            JetStreamSubscription ordered = connection
                    .jetStream()
                    .subscribe(
                            "hurt.>",
                            PushSubscribeOptions.builder().ordered(true).build());
            assertThat(next(ordered)).isEqualTo(others());

            assertThatThrownBy(() -> streams.getMessage("hurt", DAMAGED)).hasMessageContaining("Message 3 Is Damaged");
            String direct = ask(connection, "$JS.API.STREAM.MSG.GET.hurt", "{\"seq\":3}");
            assertThat(direct).contains("\"err_code\":10051").contains("message 3 is damaged");
            Message status =
                    connection.request("$JS.API.DIRECT.GET.hurt", "{\"seq\":3}".getBytes(), Duration.ofSeconds(5));
            assertThat(status.getStatus().getCode()).isEqualTo(500);

            assertThat(connection.jetStream().publish("hurt.a", new byte[1]).getSeqno())
                    .isEqualTo(6);
            assertThat(streams.deleteMessage("hurt", DAMAGED)).isTrue();
            assertThat(streams.getStreamInfo("hurt").getStreamState().getMsgCount())
                    .isEqualTo(5);
        }
    }

    @Test
    void doesNotHoldUpAWorkQueue() throws Exception {
        publishAndDamage(RetentionPolicy.WorkQueue, "payload-3");
        try (BareBroker broker = BareBroker.start(store);
                Connection connection = broker.connect()) {
            JetStreamSubscription pull = connection
                    .jetStream()
                    .subscribe(
                            "hurt.>",
                            PullSubscribeOptions.builder().durable("d").build());
            assertThat(texts(pull.fetch(10, Duration.ofSeconds(1)))).isEqualTo(others());
            await().untilAsserted(() -> assertThat(connection
                            .jetStreamManagement()
                            .getStreamInfo("hurt")
                            .getStreamState()
                            .getMsgCount())
                    .isZero());
        }
    }

    private void publishAndDamage(RetentionPolicy retention, String text) throws Exception {
        try (BareBroker broker = BareBroker.start(store);
                Connection connection = broker.connect()) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("hurt")
                            .subjects("hurt.>")
                            .allowDirect(true)
                            .retentionPolicy(retention)
                            .build());
            for (int i = 1; i <= 5; i++) {
                connection.jetStream().publish("hurt.a", ("payload-" + i).getBytes(StandardCharsets.US_ASCII));
            }
        }
        List<Path> segments;
        try (Stream<Path> files = Files.walk(store)) {
            segments = files.filter(file -> file.toString().endsWith(".seg")).toList();
        }
        assertThat(segments).hasSize(1);
        String bytes = Files.readString(segments.getFirst(), StandardCharsets.ISO_8859_1);
        flip(segments.getFirst(), bytes.indexOf(text) + 2);
    }

    private static void flip(Path file, int at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 4);
        }
    }

    private static List<String> pushed(Connection connection, ConsumerConfiguration consumer) throws Exception {
        return next(connection
                .jetStream()
                .subscribe(
                        "hurt.>",
                        PushSubscribeOptions.builder().configuration(consumer).build()));
    }

    private static List<String> next(JetStreamSubscription subscription) throws Exception {
        List<Message> messages = new ArrayList<>();
        Message message;
        while ((message = subscription.nextMessage(Duration.ofSeconds(1))) != null) {
            messages.add(message);
        }
        return texts(messages);
    }

    private static List<String> texts(List<Message> messages) {
        messages.forEach(Message::ack);
        return messages.stream()
                .map(message -> new String(message.getData(), StandardCharsets.US_ASCII))
                .toList();
    }

    private static List<String> others() {
        return List.of("payload-1", "payload-2", "payload-4", "payload-5");
    }

    private static String ask(Connection connection, String subject, String json) throws Exception {
        return new String(connection
                .request(subject, json.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(5))
                .getData());
    }
}
