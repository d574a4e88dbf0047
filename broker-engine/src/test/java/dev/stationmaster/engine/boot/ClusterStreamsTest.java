package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.Mirror;
import io.nats.client.api.Source;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams on three nodes while leaders change, with the unmodified Java client.
class ClusterStreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES = 400;

    @TempDir
    static Path base;

    private static String call(Connection connection, String subject) throws Exception {
        Message answer = connection.request("$JS.API." + subject, new byte[0], Duration.ofSeconds(5));
        return answer == null ? "" : new String(answer.getData(), StandardCharsets.UTF_8);
    }

    @Test
    void copiesLoseAndDoubleNothingWhileLeadersStepDown() throws Exception {
        try (ThreeBrokers cluster = ThreeBrokers.start(base);
                Connection connection = cluster.connect(1)) {
            JetStreamManagement jsm = connection.jetStreamManagement();
            JetStream js = connection.jetStream();
            jsm.addStream(StreamConfiguration.builder()
                    .name("origin")
                    .subjects("o")
                    .replicas(3)
                    .build());
            jsm.addStream(StreamConfiguration.builder()
                    .name("mirror")
                    .mirror(Mirror.builder().sourceName("origin").build())
                    .replicas(3)
                    .build());
            jsm.addStream(StreamConfiguration.builder()
                    .name("sourced")
                    .addSource(Source.builder().sourceName("origin").build())
                    .replicas(3)
                    .build());
            Subscription elected = connection.subscribe("$JS.EVENT.ADVISORY.STREAM.LEADER_ELECTED.>");
            String before = jsm.getStreamInfo("mirror").getClusterInfo().getLeader();
            for (int i = 0; i < MESSAGES; i++) {
                js.publish("o", ("m" + i).getBytes());
                if (i % 100 == 50) {
                    assertThat(call(connection, "STREAM.LEADER.STEPDOWN.origin"))
                            .contains("\"success\":true");
                    assertThat(call(connection, "STREAM.LEADER.STEPDOWN.mirror"))
                            .contains("\"success\":true");
                    assertThat(call(connection, "STREAM.LEADER.STEPDOWN.sourced"))
                            .contains("\"success\":true");
                }
            }
            long stored = jsm.getStreamInfo("origin").getStreamState().getLastSequence();
            assertThat(before).startsWith("node-");
            assertThat(elected.nextMessage(PATIENCE)).isNotNull();
            jsm.addStream(StreamConfiguration.builder().name("single").build());
            assertThat(call(connection, "STREAM.LEADER.STEPDOWN.single")).contains("\"success\":true");
            assertThat(call(connection, "CONSUMER.LEADER.STEPDOWN.single.nobody"))
                    .contains("10014");
            assertThat(call(connection, "STREAM.LEADER.STEPDOWN.nobody")).contains("10059");
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> jsm.getStreamInfo("mirror").getStreamState().getLastSequence() == stored
                            && jsm.getStreamInfo("sourced").getStreamState().getMsgCount() >= stored);
            assertThat(jsm.getStreamInfo("mirror").getStreamState().getMsgCount())
                    .isEqualTo(stored);
            assertThat(origins(js, "sourced", stored))
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSize((int) stored);
        }
    }

    private static List<Long> origins(JetStream js, String stream, long count) throws Exception {
        var subscription = js.subscribe(
                "", PushSubscribeOptions.builder().stream(stream).ordered(true).build());
        List<Long> origins = new ArrayList<>();
        while (origins.size() < count) {
            Message message = subscription.nextMessage(Duration.ofSeconds(5));
            assertThat(message).as("message %d", origins.size() + 1).isNotNull();
            String origin = message.getHeaders().getFirst("Nats-Stream-Source");
            origins.add(Long.parseLong(origin.split(" ")[1]));
        }
        return origins;
    }
}
