package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// The unmodified Java client of NATS against one broker by itself: streams, consumers, key-value.
class BareJetStreamTest {
    @TempDir
    static Path store;

    private static BareBroker broker;
    private static Connection connection;
    private JetStream js;
    private JetStreamManagement jsm;
    private String stream;

    @BeforeAll
    static void start() throws Exception {
        broker = BareBroker.start(store);
        connection = broker.connect();
    }

    @AfterAll
    static void stop() throws Exception {
        if (connection != null) {
            connection.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void makeStream(TestInfo test) throws Exception {
        js = connection.jetStream();
        jsm = connection.jetStreamManagement();
        stream = test.getTestMethod().orElseThrow().getName();
        jsm.addStream(StreamConfiguration.builder()
                .name(stream)
                .subjects(stream + ".>")
                .storageType(StorageType.File)
                .allowDirect(true)
                .build());
    }

    private void publish(String subject, int count) throws Exception {
        List<CompletableFuture<io.nats.client.api.PublishAck>> acks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            acks.add(js.publishAsync(stream + "." + subject, ("m" + i).getBytes()));
        }
        for (var ack : acks) {
            ack.get();
        }
    }

    @Test
    void streamsAreDescribedPurgedAndDeleted() throws Exception {
        publish("a", 10);
        publish("b", 5);
        StreamInfo info = jsm.getStreamInfo(stream, StreamInfoOptions.allSubjects());
        assertThat(info.getStreamState().getMsgCount()).isEqualTo(15);
        assertThat(info.getStreamState().getSubjectMap()).containsEntry(stream + ".a", 10L);
        assertThat(jsm.getMessage(stream, 3).getData()).isEqualTo("m2".getBytes());
        assertThat(jsm.getLastMessage(stream, stream + ".b").getSeq()).isEqualTo(15);
        assertThat(jsm.deleteMessage(stream, 3)).isTrue();
        assertThatThrownBy(() -> jsm.getMessage(stream, 3)).isInstanceOf(JetStreamApiException.class);
        assertThat(jsm.purgeStream(stream).getPurged()).isEqualTo(14);
        assertThat(jsm.getStreamNames()).contains(stream);
        assertThat(jsm.getStreams())
                .extracting(item -> item.getConfiguration().getName())
                .contains(stream);
        assertThat(jsm.deleteStream(stream)).isTrue();
        assertThatThrownBy(() -> jsm.getStreamInfo(stream)).hasMessageContaining("stream not found");
    }

    @Test
    void pullsInOrderEachOnce() throws Exception {
        publish("a", 2000);
        JetStreamSubscription subscription = js.subscribe(
                stream + ".>", PullSubscribeOptions.builder().durable("d").build());
        List<Long> sequences = new ArrayList<>();
        while (sequences.size() < 2000) {
            for (Message message : subscription.fetch(100, Duration.ofSeconds(5))) {
                sequences.add(message.metaData().streamSequence());
                message.ack();
            }
        }
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
        await().untilAsserted(() -> {
            ConsumerInfo info = jsm.getConsumerInfo(stream, "d");
            assertThat(info.getNumAckPending()).isZero();
            assertThat(info.getNumPending()).isZero();
            assertThat(info.getAckFloor().getStreamSequence()).isEqualTo(2000);
        });
    }

    @Test
    void fetchesWithTheSimplifiedInterface() throws Exception {
        publish("a", 10);
        jsm.addOrUpdateConsumer(
                stream,
                ConsumerConfiguration.builder()
                        .durable("d")
                        .ackPolicy(AckPolicy.Explicit)
                        .build());
        var consumer = js.getConsumerContext(stream, "d");
        int count = 0;
        try (var fetch = consumer.fetch(
                FetchConsumeOptions.builder().maxMessages(20).expiresIn(1000).build())) {
            for (Message message = fetch.nextMessage(); message != null; message = fetch.nextMessage()) {
                message.ackSync(Duration.ofSeconds(2));
                count++;
            }
        }
        assertThat(count).isEqualTo(10);
    }

    @Test
    void pushesToDurablesAndOrderedConsumers() throws Exception {
        publish("a", 500);
        JetStreamSubscription push = js.subscribe(
                stream + ".>", PushSubscribeOptions.builder().durable("p").build());
        for (int i = 0; i < 500; i++) {
            Message message = push.nextMessage(Duration.ofSeconds(5));
            assertThat(message.metaData().streamSequence()).isEqualTo(i + 1);
            message.ack();
        }
        JetStreamSubscription ordered = js.subscribe(
                stream + ".>", PushSubscribeOptions.builder().ordered(true).build());
        for (int i = 0; i < 500; i++) {
            assertThat(ordered.nextMessage(Duration.ofSeconds(5)).metaData().streamSequence())
                    .isEqualTo(i + 1);
        }
        var context = connection.getStreamContext(stream).createOrderedConsumer(new OrderedConsumerConfiguration());
        try (var iterator = context.iterate()) {
            for (int i = 0; i < 500; i++) {
                assertThat(iterator.nextMessage(Duration.ofSeconds(5))
                                .metaData()
                                .streamSequence())
                        .isEqualTo(i + 1);
            }
        }
    }

    @Test
    void redeliversUntilMaxDeliver() throws Exception {
        publish("a", 1);
        ConsumerConfiguration config = ConsumerConfiguration.builder()
                .durable("d")
                .ackWait(Duration.ofMillis(300))
                .maxDeliver(2)
                .build();
        JetStreamSubscription subscription = js.subscribe(
                stream + ".>",
                PullSubscribeOptions.builder().configuration(config).build());
        assertThat(subscription.fetch(1, Duration.ofSeconds(2))).hasSize(1);
        List<Message> second = subscription.fetch(1, Duration.ofSeconds(2));
        assertThat(second.getFirst().metaData().deliveredCount()).isEqualTo(2);
        assertThat(subscription.fetch(1, Duration.ofSeconds(1))).isEmpty();
        assertThat(jsm.getConsumerInfo(stream, "d").getNumAckPending()).isZero();
    }

    @Test
    void keyValueWatchesAndHistory() throws Exception {
        var kvm = connection.keyValueManagement();
        kvm.create(KeyValueConfiguration.builder()
                .name("bucket")
                .maxHistoryPerKey(3)
                .storageType(StorageType.File)
                .build());
        KeyValue bucket = connection.keyValue("bucket");
        bucket.put("a", "1");
        long revision = bucket.put("b", "2");
        bucket.update("b", "3".getBytes(), revision);
        assertThatThrownBy(() -> bucket.update("b", "4".getBytes(), revision)).hasMessageContaining("wrong last");
        assertThat(bucket.get("b").getValueAsString()).isEqualTo("3");
        assertThat(bucket.keys()).containsExactlyInAnyOrder("a", "b");
        assertThat(bucket.history("b")).hasSize(2);
        bucket.delete("a");
        assertThat(bucket.get("a")).isNull();
        bucket.create("a", "again".getBytes());
        bucket.purge("b");
        assertThat(bucket.history("b")).hasSize(1);
        List<KeyValueEntry> seen = new ArrayList<>();
        CompletableFuture<Void> complete = new CompletableFuture<>();
        var watch = bucket.watchAll(new io.nats.client.api.KeyValueWatcher() {
            @Override
            public void watch(KeyValueEntry entry) {
                seen.add(entry);
            }

            @Override
            public void endOfData() {
                complete.complete(null);
            }
        });
        complete.get(5, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(seen).hasSize(2);
        bucket.put("c", "new");
        await().until(() -> seen.size() == 3);
        watch.unsubscribe();
    }

    @Test
    void consumersAreListedAndDeleted() throws Exception {
        for (int i = 0; i < 3; i++) {
            jsm.addOrUpdateConsumer(
                    stream, ConsumerConfiguration.builder().durable("d" + i).build());
        }
        assertThat(jsm.getConsumerNames(stream)).containsExactly("d0", "d1", "d2");
        assertThat(jsm.getConsumers(stream)).hasSize(3);
        assertThat(jsm.deleteConsumer(stream, "d1")).isTrue();
        assertThatThrownBy(() -> jsm.getConsumerInfo(stream, "d1")).hasMessageContaining("consumer not found");
        assertThat(jsm.getAccountStatistics().getConsumers()).isPositive();
    }
}
