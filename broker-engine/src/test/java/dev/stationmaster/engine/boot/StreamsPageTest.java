package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/jsz` of a broker by itself, as an exporter reads it.
class StreamsPageTest {
    @TempDir
    Path store;

    @Test
    void showsWhatStreamsAndConsumersHold() throws Exception {
        try (BareBroker broker = BareBroker.start(store);
                Connection connection = broker.connect()) {
            JetStreamManagement jsm = connection.jetStreamManagement();
            jsm.addStream(
                    StreamConfiguration.builder().name("files").maxBytes(10_000).build());
            jsm.addStream(StreamConfiguration.builder()
                    .name("memory")
                    .storageType(StorageType.Memory)
                    .build());
            connection.jetStream().publish("files", new byte[10]);
            connection.jetStream().publish("files", new byte[10]);
            connection.jetStream().publish("memory", new byte[10]);
            jsm.addOrUpdateConsumer(
                    "files", ConsumerConfiguration.builder().durable("c").build());
            assertThatThrownBy(() -> jsm.getStreamInfo("none")).isInstanceOf(JetStreamApiException.class);

            JsonNode plain = jsz(broker, "");
            assertThat(plain.path("streams").asInt()).isEqualTo(2);
            assertThat(plain.path("consumers").asInt()).isEqualTo(1);
            assertThat(plain.path("messages").asInt()).isEqualTo(3);
            assertThat(plain.path("bytes").asLong())
                    .isEqualTo(plain.path("memory").asLong()
                            + plain.path("storage").asLong())
                    .isPositive();
            assertThat(plain.path("reserved_storage").asLong()).isEqualTo(10_000);
            assertThat(plain.path("api").path("total").asInt()).isPositive();
            assertThat(plain.path("api").path("errors").asInt()).isEqualTo(1);
            assertThat(plain.has("account_details")).isFalse();

            JsonNode account = jsz(broker, "?accounts=true").path("account_details");
            assertThat(account).hasSize(1);
            assertThat(account.get(0).path("name").asString()).isEqualTo("$G");
            assertThat(account.get(0).has("stream_detail")).isFalse();
            assertThat(jsz(broker, "?acc=none").has("account_details")).isFalse();

            JsonNode streams =
                    jsz(broker, "?streams=true").path("account_details").get(0).path("stream_detail");
            assertThat(streams).hasSize(2);
            assertThat(streams.get(0).path("state").path("messages").asInt()).isEqualTo(2);
            assertThat(streams.get(0).has("config")).isFalse();

            JsonNode whole = jsz(broker, "?consumers=true&config=true")
                    .path("account_details")
                    .get(0)
                    .path("stream_detail")
                    .get(0);
            assertThat(whole.path("config").path("retention").asString()).isEqualTo("limits");
            JsonNode consumer = whole.path("consumer_detail").get(0);
            assertThat(consumer.path("name").asString()).isEqualTo("c");
            assertThat(consumer.path("num_pending").asInt()).isEqualTo(2);
            assertThat(consumer.path("config").path("ack_policy").asString()).isEqualTo("explicit");
        }
    }

    private static JsonNode jsz(BareBroker broker, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + broker.monitorPort() + "/jsz" + query))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JsonMapper.shared()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }
}
