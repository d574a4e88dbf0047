package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.Mirror;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker that is a leaf of another, with unmodified clients at both.
class LeafNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final JetStreamOptions AT_HUB =
            JetStreamOptions.builder().domain("HUB").build();

    @TempDir
    Path folder;

    private BareBroker hub;
    private BareBroker leaf;
    private Connection atHub;
    private Connection atLeaf;

    @BeforeEach
    void start() throws Exception {
        hub = BareBroker.start(
                folder.resolve("hub"),
                "{'jetstream': {'domain': 'HUB'}, 'leafnodes': {'listen': '127.0.0.1:0', 'authorization':"
                        + " {'user': 'l', 'password': 'pw'}}}");
        leaf = leaf("leaf", "LEAF");
        atHub = hub.connect();
        atLeaf = leaf.connect();
        awaitLink(atHub, atLeaf);
    }

    private BareBroker leaf(String name, String domain) throws Exception {
        return BareBroker.start(
                folder.resolve(name),
                "{'server_name': '" + name + "', 'jetstream': {'domain': '" + domain + "'}, 'leafnodes':"
                        + " {'reconnect': '100ms', 'remotes': [{'url': 'leaf://l:pw@127.0.0.1:"
                        + hub.leafPort() + "'}]}}");
    }

    @AfterEach
    void stop() throws Exception {
        atHub.close();
        atLeaf.close();
        leaf.close();
        hub.close();
    }

    @Test
    void messagesAndAnswersCrossBothWays() throws Exception {
        answer(atHub, "ask.hub", "");
        answer(atLeaf, "ask.leaf", "");
        await().untilAsserted(() -> assertThat(text(atLeaf.request("ask.hub", bytes("a"), PATIENCE)))
                .isEqualTo("ask.hub a"));
        await().untilAsserted(() -> assertThat(text(atHub.request("ask.leaf", bytes("b"), PATIENCE)))
                .isEqualTo("ask.leaf b"));
        Subscription all = atHub.subscribe("news.>");
        Subscription same = atHub.subscribe("news.*");
        awaitLink(atLeaf, atHub);
        atLeaf.publish("news.x", bytes("once"));
        atLeaf.flush(PATIENCE);
        assertThat(all.nextMessage(PATIENCE).getSubject()).isEqualTo("news.x");
        assertThat(same.nextMessage(PATIENCE).getSubject()).isEqualTo("news.x");
        assertThat(all.nextMessage(Duration.ofMillis(100))).isNull();
    }

    @Test
    void aQueueGroupTakesEachMessageOnceNearestFirst() throws Exception {
        AtomicInteger here = count(atHub, "work", "q");
        AtomicInteger there = count(atLeaf, "work", "q");
        Subscription plain = atLeaf.subscribe("work");
        awaitLink(atHub, atLeaf);
        for (int i = 0; i < 50; i++) {
            atHub.publish("work", bytes("w"));
        }
        await().untilAsserted(() -> assertThat(here).hasValue(50));
        for (int i = 0; i < 50; i++) {
            assertThat(plain.nextMessage(PATIENCE)).isNotNull();
        }
        assertThat(there).hasValue(0);
        atHub.close();
        atHub = hub.connect();
        await().untilAsserted(() -> {
            atHub.publish("work", bytes("w"));
            assertThat(there.get()).isPositive();
        });
    }

    @Test
    void eachSideHasItsJetStreamAndReachesTheOthersByItsDomain() throws Exception {
        atHub.jetStreamManagement().addStream(stream("s").build());
        atLeaf.jetStreamManagement().addStream(stream("here").build());
        assertThat(atLeaf.jetStreamManagement().getStreamNames()).containsExactly("here");
        assertThat(atLeaf.jetStreamManagement(AT_HUB).getStreamNames()).containsExactly("s");
        await().untilAsserted(() -> assertThat(
                        atLeaf.jetStream().publish("s", bytes("1")).getDomain())
                .isEqualTo("HUB"));
        var pull = atLeaf.jetStream(AT_HUB)
                .subscribe("s", PullSubscribeOptions.builder().durable("d").build());
        Message fetched = pull.fetch(1, PATIENCE).getFirst();
        assertThat(fetched.getSubject()).isEqualTo("s");
        fetched.ackSync(PATIENCE);
        assertThat(atHub.jetStreamManagement().getConsumerInfo("s", "d").getNumAckPending())
                .isZero();
    }

    @Test
    void aBucketIsMirroredAcrossDomainsAndWrittenThroughTheMirror() throws Exception {
        atHub.keyValueManagement()
                .create(KeyValueConfiguration.builder().name("T").build());
        atHub.keyValue("T").put("name", "one");
        atLeaf.keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name("M")
                        .mirror(Mirror.builder().name("T").domain("HUB").build())
                        .build());
        KeyValue mirror = atLeaf.keyValue("M");
        await().untilAsserted(
                        () -> assertThat(mirror.get("name").getValueAsString()).isEqualTo("one"));
        mirror.put("name", "two");
        assertThat(atHub.keyValue("T").get("name").getValueAsString()).isEqualTo("two");
        await().untilAsserted(
                        () -> assertThat(mirror.get("name").getValueAsString()).isEqualTo("two"));
        KeyValue origin = atLeaf.keyValue(
                "T", KeyValueOptions.builder().jetStreamOptions(AT_HUB).build());
        assertThat(origin.keys()).containsExactly("name");
    }

    @Test
    void twoLeavesHearEachOtherThroughTheHub() throws Exception {
        try (BareBroker second = leaf("second", "SECOND");
                Connection atSecond = second.connect()) {
            answer(atSecond, "ask.second", "");
            await().untilAsserted(() -> assertThat(text(atLeaf.request("ask.second", bytes("x"), PATIENCE)))
                    .isEqualTo("ask.second x"));
            atSecond.jetStreamManagement().addStream(stream("far").build());
            await().untilAsserted(() -> assertThat(atLeaf.jetStreamManagement(
                                    JetStreamOptions.builder().domain("SECOND").build())
                            .getStreamNames())
                    .containsExactly("far"));
        }
    }

    @Test
    void aLeafComesBackAndWhoShowsNoPasswordStaysOut() throws Exception {
        try (BareBroker stranger = BareBroker.start(
                        folder.resolve("stranger"),
                        "{'leafnodes': {'remotes': [{'url': 'leaf://127.0.0.1:" + hub.leafPort() + "'}]}}");
                Connection atStranger = stranger.connect()) {
            answer(atStranger, "ask.stranger", "");
            assertThatThrownBy(() -> atHub.requestWithTimeout("ask.stranger", null, Duration.ofMillis(300))
                            .get())
                    .isInstanceOf(Exception.class);
            assertThatThrownBy(() -> atStranger.jetStreamManagement(AT_HUB).getStreamNames())
                    .isNotInstanceOf(JetStreamApiException.class);
        }
        leaf.close();
        atLeaf.close();
        leaf = leaf("leaf", "LEAF");
        atLeaf = leaf.connect();
        awaitLink(atHub, atLeaf);
    }

    /// Until what is asked for at one of the two is heard at the other.
    private static void awaitLink(Connection from, Connection to) throws Exception {
        String subject = "link." + System.nanoTime();
        Subscription heard = to.subscribe(subject);
        to.flush(PATIENCE);
        await().untilAsserted(() -> {
            from.publish(subject, null);
            assertThat(heard.nextMessage(Duration.ofMillis(50))).isNotNull();
        });
        heard.unsubscribe();
    }

    private static void answer(Connection connection, String subject, String queue) throws Exception {
        Dispatcher dispatcher = connection.createDispatcher(
                message -> connection.publish(message.getReplyTo(), bytes(message.getSubject() + " " + text(message))));
        if (queue.isEmpty()) {
            dispatcher.subscribe(subject);
        } else {
            dispatcher.subscribe(subject, queue);
        }
        connection.flush(PATIENCE);
    }

    private static AtomicInteger count(Connection connection, String subject, String queue) throws Exception {
        AtomicInteger count = new AtomicInteger();
        connection.createDispatcher(message -> count.incrementAndGet()).subscribe(subject, queue);
        connection.flush(PATIENCE);
        return count;
    }

    private static StreamConfiguration.Builder stream(String name) {
        return StreamConfiguration.builder().name(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }
}
