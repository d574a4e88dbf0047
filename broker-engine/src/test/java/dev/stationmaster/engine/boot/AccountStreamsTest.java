package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.External;
import io.nats.client.api.Mirror;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JetStream for several accounts of one broker: each has streams and limits of its own.
class AccountStreamsTest {
    private static final String THREE = """
            {'accounts': {
              'A': {'users': [{'user': 'a', 'password': 'pw'}],
                    'jetstream': {'max_mem': '1MB', 'max_file': '2MB', 'max_streams': 3, 'max_consumers': 1,
                                  'max_ack_pending': 50},
                    'exports': [{'service': '$JS.API.CONSUMER.>'}, {'stream': 'copies.>'}]},
              'B': {'users': [{'user': 'b', 'password': 'pw'}], 'jetstream': true,
                    'imports': [{'service': {'account': 'A', 'subject': '$JS.API.CONSUMER.>'}, 'to': 'a.api.CONSUMER.>'},
                                {'stream': {'account': 'A', 'subject': 'copies.>'}}]},
              'C': {'users': [{'user': 'c', 'password': 'pw'}]}}}
            """;

    @TempDir
    Path store;

    @Test
    void accountsHaveStreamsOfTheirOwnAlsoAfterARestart() throws Exception {
        try (BareBroker broker = BareBroker.start(store, THREE);
                Connection a = broker.connect("a");
                Connection b = broker.connect("b");
                Connection c = broker.connect("c")) {
            a.jetStreamManagement().addStream(stream("s").build());
            b.jetStreamManagement().addStream(stream("s").build());
            a.jetStream().publish("s", new byte[1]);
            a.jetStream().publish("s", new byte[1]);
            b.jetStream().publish("s", new byte[1]);
            assertThatThrownBy(() -> c.jetStreamManagement().getAccountStatistics())
                    .hasMessageContaining("10039");
        }
        try (BareBroker broker = BareBroker.start(store, THREE);
                Connection a = broker.connect("a");
                Connection b = broker.connect("b")) {
            assertThat(messages(a, "s")).isEqualTo(2);
            assertThat(messages(b, "s")).isEqualTo(1);
        }
    }

    @Test
    void whatWasKeptBeforeThereWereAccountsBelongsToTheFirst() throws Exception {
        try (BareBroker broker = BareBroker.start(store, "{}");
                Connection connection = broker.connect()) {
            connection.jetStreamManagement().addStream(stream("s").build());
        }
        try (BareBroker broker = BareBroker.start(store, THREE);
                Connection a = broker.connect("a");
                Connection b = broker.connect("b")) {
            assertThat(a.jetStreamManagement().getStreamNames()).containsExactly("s");
            assertThat(b.jetStreamManagement().getStreamNames()).isEmpty();
        }
        String turned = THREE.replace("'A': {'users'", "'X': {'jetstream': true}, 'A': {'users'");
        try (BareBroker broker = BareBroker.start(store, turned);
                Connection a = broker.connect("a")) {
            assertThat(a.jetStreamManagement().getStreamNames()).containsExactly("s");
        }
    }

    @Test
    void limitsAreKeptAndShown() throws Exception {
        try (BareBroker broker = BareBroker.start(store, THREE);
                Connection a = broker.connect("a")) {
            JetStreamManagement jsm = a.jetStreamManagement();
            assertThatThrownBy(
                            () -> jsm.addStream(stream("big").maxBytes(3 << 20).build()))
                    .hasMessageContaining("10047");
            assertThatThrownBy(() -> jsm.addStream(stream("big")
                            .storageType(StorageType.Memory)
                            .maxBytes(3 << 20)
                            .build()))
                    .hasMessageContaining("10028");
            jsm.addStream(stream("half").maxBytes(1_500_000).build());
            assertThatThrownBy(() ->
                            jsm.updateStream(stream("half").maxBytes(2_500_000).build()))
                    .hasMessageContaining("10047");
            jsm.addStream(stream("s").build());
            jsm.addStream(stream("m").storageType(StorageType.Memory).build());
            assertThatThrownBy(() -> jsm.addStream(stream("fourth").build())).hasMessageContaining("10027");
            assertThat(jsm.addOrUpdateConsumer("s", durable("one").build())
                            .getConsumerConfiguration()
                            .getMaxAckPending())
                    .isEqualTo(50);
            assertThatThrownBy(() -> jsm.addOrUpdateConsumer("s", durable("two").build()))
                    .hasMessageContaining("10026");
            assertThatThrownBy(() -> jsm.addOrUpdateConsumer(
                            "m", durable("one").maxAckPending(60).build()))
                    .hasMessageContaining("10121");
            for (int i = 0; i < 3; i++) {
                a.jetStream().publish("m", new byte[300_000]);
            }
            assertThatThrownBy(() -> a.jetStream().publish("m", new byte[300_000]))
                    .hasMessageContaining("10002");
            jsm.purgeStream("m");
            a.jetStream().publish("m", new byte[300_000]);
            AccountStatistics shown = jsm.getAccountStatistics();
            assertThat(shown.getLimits().getMaxStreams()).isEqualTo(3);
            assertThat(shown.getLimits().getMaxMemory()).isEqualTo(1 << 20);
            assertThat(shown.getMemory()).isBetween(300_000L, 310_000L);
            assertThat(shown.getStreams()).isEqualTo(3);
        }
    }

    @Test
    void aMirrorFollowsAStreamOfAnotherAccount() throws Exception {
        try (BareBroker broker = BareBroker.start(store, THREE);
                Connection a = broker.connect("a");
                Connection b = broker.connect("b")) {
            a.jetStreamManagement().addStream(stream("s").build());
            for (int i = 0; i < 100; i++) {
                a.jetStream().publish("s", new byte[1000]);
            }
            b.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("copy")
                            .mirror(Mirror.builder()
                                    .sourceName("s")
                                    .external(External.builder()
                                            .api("a.api")
                                            .deliver("copies.b")
                                            .build())
                                    .build())
                            .build());
            await().untilAsserted(() -> assertThat(messages(b, "copy")).isEqualTo(100));
        }
    }

    private static long messages(Connection connection, String stream) throws Exception {
        return connection
                .jetStreamManagement()
                .getStreamInfo(stream)
                .getStreamState()
                .getMsgCount();
    }

    private static StreamConfiguration.Builder stream(String name) {
        return StreamConfiguration.builder().name(name);
    }

    private static ConsumerConfiguration.Builder durable(String name) {
        return ConsumerConfiguration.builder().durable(name);
    }
}
