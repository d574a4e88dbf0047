package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.Mirror;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.Source;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.SubjectTransform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams that copy other streams, with the unmodified Java client against one broker by itself.
class BareMirrorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    Path store;

    private BareBroker broker;
    private Connection connection;
    private JetStream js;
    private JetStreamManagement jsm;

    @BeforeEach
    void start() throws Exception {
        broker = BareBroker.start(store);
        connection = broker.connect();
        js = connection.jetStream();
        jsm = connection.jetStreamManagement();
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    private void restart() throws Exception {
        stop();
        start();
    }

    private void publish(String subject, int count) throws Exception {
        List<CompletableFuture<io.nats.client.api.PublishAck>> acks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acks.add(js.publishAsync(subject, ("m" + i).getBytes()));
        }
        for (var ack : acks) {
            ack.get();
        }
    }

    private long messages(String stream) throws Exception {
        return jsm.getStreamInfo(stream).getStreamState().getMsgCount();
    }

    @Test
    void aMirrorKeepsSequencesTimesAndGaps() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("origin")
                .subjects("o.>")
                .allowDirect(true)
                .build());
        publish("o.a", 500);
        jsm.deleteMessage("origin", 7);
        StreamInfo made = jsm.addStream(StreamConfiguration.builder()
                .name("mirror")
                .mirror(Mirror.builder().sourceName("origin").build())
                .build());
        assertThat(made.getConfiguration().getMirrorDirect()).isTrue();
        await().atMost(PATIENCE).until(() -> messages("mirror") == 499);
        MessageInfo original = jsm.getMessage("origin", 300);
        MessageInfo copy = jsm.getMessage("mirror", 300);
        assertThat(copy.getSubject()).isEqualTo("o.a");
        assertThat(copy.getData()).isEqualTo(original.getData());
        assertThat(copy.getTime()).isEqualTo(original.getTime());
        assertThatThrownBy(() -> jsm.getMessage("mirror", 7)).hasMessageContaining("no message found");

        publish("o.b", 10);
        await().atMost(PATIENCE).until(() -> messages("mirror") == 509);
        StreamInfo info = jsm.getStreamInfo("mirror");
        assertThat(info.getMirrorInfo().getName()).isEqualTo("origin");
        assertThat(info.getMirrorInfo().getLag()).isZero();
        assertThat(info.getStreamState().getLastSequence()).isEqualTo(510);
        assertThat(jsm.getConsumerNames("origin")).isEmpty();
        assertThat(jsm.getStreamInfo("origin").getStreamState().getConsumerCount())
                .isZero();
    }

    @Test
    void aMirrorGoesOnAfterARestart() throws Exception {
        jsm.addStream(StreamConfiguration.builder().name("origin").subjects("o").build());
        jsm.addStream(StreamConfiguration.builder()
                .name("mirror")
                .mirror(Mirror.builder().sourceName("origin").build())
                .build());
        jsm.addStream(StreamConfiguration.builder()
                .name("sourced")
                .addSource(Source.builder().sourceName("origin").build())
                .build());
        publish("o", 100);
        await().atMost(PATIENCE).until(() -> messages("mirror") == 100 && messages("sourced") == 100);
        restart();
        publish("o", 100);
        await().atMost(PATIENCE).until(() -> messages("mirror") == 200 && messages("sourced") == 200);
        assertThat(jsm.getStreamInfo("mirror").getStreamState().getLastSequence())
                .isEqualTo(200);
        assertThat(jsm.getMessage("sourced", 150).getHeaders().getFirst("Nats-Stream-Source"))
                .isEqualTo("origin 150 > >");
    }

    @Test
    void sourcesAreFilteredTransformedAndJoined() throws Exception {
        jsm.addStream(
                StreamConfiguration.builder().name("one").subjects("one.>").build());
        jsm.addStream(
                StreamConfiguration.builder().name("two").subjects("two.>").build());
        publish("one.a", 5);
        publish("one.b", 3);
        publish("two.x", 4);
        publish("two.y", 2);
        jsm.addStream(StreamConfiguration.builder()
                .name("both")
                .subjects("own")
                .sources(
                        Source.builder()
                                .sourceName("one")
                                .filterSubject("one.a")
                                .startSeq(3)
                                .build(),
                        Source.builder()
                                .sourceName("two")
                                .subjectTransforms(SubjectTransform.builder()
                                        .source("two.*")
                                        .destination("joined.{{wildcard(1)}}")
                                        .build())
                                .build())
                .build());
        js.publish("own", new byte[1]);
        await().atMost(PATIENCE).until(() -> messages("both") == 3 + 6 + 1);
        var subjects = jsm.getStreamInfo("both", io.nats.client.api.StreamInfoOptions.allSubjects())
                .getStreamState()
                .getSubjectMap();
        assertThat(subjects)
                .containsEntry("one.a", 3L)
                .containsEntry("joined.x", 4L)
                .containsEntry("joined.y", 2L);
        assertThat(jsm.getStreamInfo("both").getSourceInfos()).hasSize(2);
        assertThat(jsm.getLastMessage("both", "joined.y").getHeaders().getFirst("Nats-Stream-Source"))
                .isEqualTo("two 6 two.* joined.{{wildcard(1)}}");
    }

    @Test
    void copiesTakeMessagesOutOfAWorkQueue() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("queue")
                .subjects("q")
                .retentionPolicy(RetentionPolicy.WorkQueue)
                .build());
        publish("q", 300);
        jsm.addStream(StreamConfiguration.builder()
                .name("copy")
                .addSource(Source.builder().sourceName("queue").build())
                .build());
        await().atMost(PATIENCE).until(() -> messages("copy") == 300 && messages("queue") == 0);
        restart();
        publish("q", 50);
        await().atMost(PATIENCE).until(() -> messages("copy") == 350 && messages("queue") == 0);
        assertThat(jsm.getMessage("copy", 350).getHeaders().getFirst("Nats-Stream-Source"))
                .isEqualTo("queue 350 > >");
    }

    @Test
    void streamsThatKeepByInterestAreNotCopied() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("interest")
                .retentionPolicy(RetentionPolicy.Interest)
                .build());
        assertThatThrownBy(() -> jsm.addStream(StreamConfiguration.builder()
                        .name("copy")
                        .addSource(Source.builder().sourceName("interest").build())
                        .build()))
                .hasMessageContaining("copying stream 'interest' of interest retention is not supported");
    }

    @Test
    void largeMessagesAreCopiedAndAMissingOriginIsAwaited() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("mirror")
                .mirror(Mirror.builder().sourceName("later").build())
                .build());
        await().atMost(PATIENCE)
                .until(() -> jsm.getStreamInfo("mirror").getMirrorInfo().getError() != null);
        jsm.addStream(StreamConfiguration.builder().name("later").subjects("l").build());
        byte[] large = new byte[900_000];
        large[899_999] = 7;
        js.publish("l", large);
        await().atMost(PATIENCE).until(() -> messages("mirror") == 1);
        assertThat(jsm.getMessage("mirror", 1).getData()).isEqualTo(large);
        assertThatThrownBy(() -> jsm.updateStream(StreamConfiguration.builder()
                        .name("mirror")
                        .mirror(Mirror.builder().sourceName("other").build())
                        .build()))
                .hasMessageContaining("stream mirror configuration can not be updated [10055]");
    }
}
