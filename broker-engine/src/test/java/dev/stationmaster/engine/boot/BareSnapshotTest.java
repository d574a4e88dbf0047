package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.nats.client.impl.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams kept as archives and restored, chunk by chunk as management tools do it.
class BareSnapshotTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern DELIVER = Pattern.compile("\"deliver_subject\":\"([^\"]+)\"");

    @TempDir
    static Path store;

    private static BareBroker broker;
    private static Connection connection;
    private static JetStream js;
    private static JetStreamManagement jsm;

    @BeforeAll
    static void start() throws Exception {
        broker = BareBroker.start(store);
        connection = broker.connect();
        js = connection.jetStream();
        jsm = connection.jetStreamManagement();
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        broker.close();
    }

    private static String call(String subject, String body) throws Exception {
        Message answer = connection.request("$JS.API." + subject, body.getBytes(StandardCharsets.UTF_8), PATIENCE);
        return answer == null ? "(no answer)" : new String(answer.getData(), StandardCharsets.UTF_8);
    }

    private static List<byte[]> snapshot(String stream, String more) throws Exception {
        String inbox = connection.createInbox();
        Subscription chunks = connection.subscribe(inbox);
        assertThat(call("STREAM.SNAPSHOT." + stream, "{\"deliver_subject\":\"" + inbox + "\"" + more + "}"))
                .contains("stream_snapshot_response", "\"config\"", "\"state\"");
        List<byte[]> archive = new ArrayList<>();
        while (true) {
            Message chunk = chunks.nextMessage(PATIENCE);
            assertThat(chunk).isNotNull();
            if (chunk.getData().length == 0) {
                assertThat(chunk.isStatusMessage()).isFalse();
                return archive;
            }
            archive.add(chunk.getData());
            connection.publish(chunk.getReplyTo(), null);
        }
    }

    private static String restore(String stream, String config, List<byte[]> archive) throws Exception {
        String answer = call("STREAM.RESTORE." + stream, "{\"config\":" + config + ",\"state\":{}}");
        Matcher deliver = DELIVER.matcher(answer);
        assertThat(deliver.find()).as(answer).isTrue();
        for (byte[] chunk : archive) {
            assertThat(connection.request(deliver.group(1), chunk, PATIENCE)).isNotNull();
        }
        Message created = connection.request(deliver.group(1), new byte[0], Duration.ofSeconds(30));
        assertThat(created).isNotNull();
        return new String(created.getData(), StandardCharsets.UTF_8);
    }

    @Test
    void aRestoredStreamIsAsItWas() throws Exception {
        StreamConfiguration config =
                StreamConfiguration.builder().name("kept").subjects("kept.>").build();
        jsm.addStream(config);
        for (int i = 1; i <= 50; i++) {
            js.publish("kept." + i % 3, new Headers().add("N", "" + i), ("m" + i).getBytes());
        }
        js.publish("kept.large", new byte[700_000]);
        jsm.deleteMessage("kept", 7);
        jsm.deleteMessage("kept", 51);
        js.publish("kept.large", new byte[800_000]);
        jsm.deleteMessage("kept", 1);
        var pull = js.subscribe(
                "kept.>", PullSubscribeOptions.builder().durable("c").build());
        for (Message message : pull.fetch(10, PATIENCE)) {
            if (message.metaData().streamSequence() != 5) {
                message.ackSync(PATIENCE);
            }
        }
        StreamState before = jsm.getStreamInfo("kept").getStreamState();
        ConsumerInfo consumer = jsm.getConsumerInfo("kept", "c");
        MessageInfo ninth = jsm.getMessage("kept", 9);
        List<byte[]> archive = snapshot("kept", ",\"chunk_size\":65536");
        assertThat(archive).hasSizeGreaterThan(5);
        assertThat(restore("kept2", "{\"name\":\"kept2\",\"subjects\":[\"other.>\"]}", archive))
                .contains("stream_create_response", "\"did_create\":true");
        jsm.deleteStream("kept");
        assertThat(restore("kept", config.toJson(), archive)).contains("\"did_create\":true");

        StreamInfo restored = jsm.getStreamInfo("kept");
        StreamState after = restored.getStreamState();
        assertThat(after.getMsgCount()).isEqualTo(before.getMsgCount());
        assertThat(after.getByteCount()).isEqualTo(before.getByteCount());
        assertThat(after.getFirstSequence()).isEqualTo(before.getFirstSequence());
        assertThat(after.getLastSequence()).isEqualTo(before.getLastSequence());
        assertThat(after.getFirstTime()).isEqualTo(before.getFirstTime());
        assertThat(after.getDeletedCount()).isEqualTo(before.getDeletedCount());
        MessageInfo again = jsm.getMessage("kept", 9);
        assertThat(again.getData()).isEqualTo(ninth.getData());
        assertThat(again.getTime()).isEqualTo(ninth.getTime());
        assertThat(again.getHeaders().getFirst("N")).isEqualTo("9");
        ConsumerInfo back = jsm.getConsumerInfo("kept", "c");
        assertThat(back.getAckFloor().getStreamSequence())
                .isEqualTo(consumer.getAckFloor().getStreamSequence());
        assertThat(back.getNumAckPending()).isEqualTo(consumer.getNumAckPending());
        assertThat(back.getNumPending()).isEqualTo(consumer.getNumPending());
        assertThat(js.publish("kept.1", new byte[1]).getSeqno()).isEqualTo(before.getLastSequence() + 1);
        assertThat(restored.getConfiguration().getSealed()).isFalse();
    }

    @Test
    void whatCannotBeRestoredLeavesNothing() throws Exception {
        jsm.addStream(
                StreamConfiguration.builder().name("whole").subjects("whole").build());
        js.publish("whole", "payload".getBytes());
        List<byte[]> archive = snapshot("whole", "");
        assertThat(call("STREAM.RESTORE.whole", "{\"config\":{\"name\":\"whole\"},\"state\":{}}"))
                .contains("10130");
        assertThat(call("STREAM.RESTORE.x", "{\"config\":{\"name\":\"y\"},\"state\":{}}"))
                .contains("10056");
        jsm.deleteStream("whole");
        byte[] damaged = archive.getFirst().clone();
        damaged[damaged.length - 12] ^= 1;
        assertThat(restore("whole", "{\"name\":\"whole\"}", List.of(damaged))).contains("10062");
        assertThat(restore("whole", "{\"name\":\"whole\"}", List.of("nonsense, nonsense".getBytes())))
                .contains("10062");
        assertThat(jsm.getStreamNames()).doesNotContain("whole");
        assertThat(restore("whole", "{\"name\":\"whole\"}", archive)).contains("\"did_create\":true");
        assertThat(call("STREAM.SNAPSHOT.whole", "")).contains("10003");
        assertThat(call("STREAM.SNAPSHOT.whole", "{\"deliver_subject\":\"a b\"}"))
                .contains("10015");
        assertThat(call("STREAM.SNAPSHOT.none", "{\"deliver_subject\":\"a\"}")).contains("10059");
    }

    @Test
    void anArchiveWithAnyFlippedByteIsRefused() throws Exception {
        jsm.addStream(
                StreamConfiguration.builder().name("flip").subjects("flip").build());
        js.publish("flip", new Headers().add("N", "1"), "payload".getBytes());
        js.subscribe("flip", PullSubscribeOptions.builder().durable("c").build())
                .fetch(1, PATIENCE);
        byte[] archive = join(snapshot("flip", ""));
        jsm.deleteStream("flip");
        for (int i = 0; i < archive.length; i++) {
            byte[] damaged = archive.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            assertThat(restore("flip", "{\"name\":\"flip\"}", List.of(damaged)))
                    .as("byte %d of %d", i, archive.length)
                    .contains("10062");
        }
        byte[] cut = Arrays.copyOf(archive, archive.length - 1);
        assertThat(restore("flip", "{\"name\":\"flip\"}", List.of(cut))).contains("10062");
        byte[] longer = Arrays.copyOf(archive, archive.length + 1);
        assertThat(restore("flip", "{\"name\":\"flip\"}", List.of(longer))).contains("10062");
        assertThat(jsm.getStreamNames()).doesNotContain("flip");
    }

    private static byte[] join(List<byte[]> chunks) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        chunks.forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
