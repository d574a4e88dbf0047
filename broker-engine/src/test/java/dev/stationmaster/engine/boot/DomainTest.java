package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// JetStream with a domain: reached by its name and without, and named in what it says.
class DomainTest {
    private static final JetStreamOptions IN_DOMAIN =
            JetStreamOptions.builder().domain("ABC").build();

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path store;

    @Test
    void theDomainAnswersUnderItsNameAndSaysIt() throws Exception {
        try (BareBroker broker = BareBroker.start(store, "{'jetstream': {'domain': 'ABC'}}");
                Connection connection = broker.connect()) {
            Subscription events = connection.subscribe("$JS.EVENT.ADVISORY.STREAM.>");
            connection.flush(PATIENCE);
            JetStreamManagement plain = connection.jetStreamManagement();
            JetStreamManagement named = connection.jetStreamManagement(IN_DOMAIN);
            assertThat(plain.getAccountStatistics().getDomain()).isEqualTo("ABC");
            assertThat(named.getAccountStatistics().getDomain()).isEqualTo("ABC");
            StreamConfiguration orders =
                    StreamConfiguration.builder().name("orders").subjects("o").build();
            named.addStream(orders);
            assertThat(text(connection.request("$JS.ABC.API.STREAM.INFO.orders", null, PATIENCE)))
                    .contains("\"domain\":\"ABC\"");
            assertThat(connection.jetStream().publish("o", new byte[1]).getDomain())
                    .isEqualTo("ABC");
            assertThat(text(events.nextMessage(PATIENCE))).contains("\"domain\":\"ABC\"");
        }
    }

    @Test
    void bucketsAreThereUnderTheDomainsName() throws Exception {
        try (BareBroker broker = BareBroker.start(store, "{'jetstream': {'domain': 'ABC'}}");
                Connection connection = broker.connect()) {
            connection
                    .keyValueManagement()
                    .create(KeyValueConfiguration.builder().name("b").build());
            KeyValue named = connection.keyValue(
                    "b", KeyValueOptions.builder().jetStreamOptions(IN_DOMAIN).build());
            named.put("k", "v");
            assertThat(connection.keyValue("b").get("k").getValueAsString()).isEqualTo("v");
        }
    }

    private static String text(Message message) {
        return new String(message.getData(), StandardCharsets.UTF_8);
    }
}
