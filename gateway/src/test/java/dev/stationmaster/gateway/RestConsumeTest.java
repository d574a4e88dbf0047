package dev.stationmaster.gateway;

import static dev.stationmaster.gateway.RunningGateway.json;
import static dev.stationmaster.gateway.RunningGateway.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Consuming over HTTP.
class RestConsumeTest {
    private static RunningGateway gateway;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway();
        token = "Bearer " + gateway.token("root");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> consume(String station, String body) {
        return post(
                gateway.rest() + "/stations/" + station + "/consume/batch",
                body,
                "Authorization",
                token,
                "Content-Type",
                "application/json");
    }

    private static void produce(String station, int partition, String text) {
        post(
                gateway.rest() + "/stations/" + station + "/produce/single",
                text,
                "Authorization",
                token,
                "Content-Type",
                "text/plain",
                "X-Memphis-Partition-Number",
                Integer.toString(partition));
    }

    @Test
    void handsOutMessagesWithHeadersAndSettlesThem() {
        produce("plain", 1, "one");
        produce("plain", 1, "two");
        JsonNode answer = json(consume("plain", "{\"consumer_name\":\"c\",\"batch_max_wait_time_ms\":200}"));
        assertThat(answer).hasSize(2);
        assertThat(answer.get(0).path("message").asString()).isEqualTo("one");
        assertThat(answer.get(0).path("headers").path("Content-Type").asString())
                .isEqualTo("text/plain");
        assertThat(answer.get(0).path("headers").toString()).doesNotContain("$memphis");
        assertThat(answer.get(0).properties()).hasSize(2);
        FakeBrokers.Durable durable =
                gateway.brokers.streams.get("plain$1").durables.get("rest-gateway");
        assertThat(durable.verdicts).containsExactly("+ACK", "+ACK");
    }

    @Test
    void namesTheGroupAfterTheGivenOne() {
        produce("named", 1, "x");
        consume("named", "{\"consumer_name\":\"c\",\"consumer_group\":\"Billing.eu\",\"batch_max_wait_time_ms\":100}");
        assertThat(gateway.brokers.streams.get("named$1").durables).containsOnlyKeys("billing#eu-rest-gateway");
    }

    @Test
    void waitsAsLongAsAskedWhenThereIsNothing() {
        gateway.brokers.station("wide", 3);
        for (String station : List.of("empty", "wide")) {
            consume(station, "{\"consumer_name\":\"c\",\"batch_max_wait_time_ms\":100}");
            long start = System.nanoTime();
            HttpResponse<String> answer = consume(station, "{\"consumer_name\":\"c\",\"batch_max_wait_time_ms\":1000}");
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertThat(answer.body()).isEqualTo("[]");
            assertThat(millis).isBetween(900L, 1500L);
        }
    }

    @Test
    void gathersFromAllPartitionsUpToTheBatchSize() {
        gateway.brokers.station("many", 3);
        for (int i = 0; i < 9; i++) {
            produce("many", 1 + i % 3, "m" + i);
        }
        String body = "{\"consumer_name\":\"c\",\"batch_size\":%d,\"batch_max_wait_time_ms\":500}";
        assertThat(json(consume("many", body.formatted(5)))).hasSize(5);
        assertThat(json(consume("many", body.formatted(100)))).hasSize(4);
    }

    @Test
    void wakesWhenAnyPartitionGetsAMessage() {
        gateway.brokers.station("late", 3);
        consume("late", "{\"consumer_name\":\"c\",\"batch_max_wait_time_ms\":100}");
        Thread producer = Thread.ofVirtual().start(() -> {
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            produce("late", 2, "late");
        });
        long start = System.nanoTime();
        JsonNode answer = json(consume("late", "{\"consumer_name\":\"c\",\"batch_max_wait_time_ms\":8000}"));
        assertThat(answer).hasSize(1);
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(4000);
        producer.interrupt();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage|Invalid request body",
                "[]|Invalid request body",
                "{\"consumer_name\":5}|Invalid request body",
                "{\"consumer_name\":\"c\",\"batch_size\":\"5\"}|Invalid request body",
                "{}|Consumer name is required",
                "{\"consumer_name\":\"c\",\"batch_size\":5001}|Batch size can not be greater than 5000 or less than 1",
                "{\"consumer_name\":\"c\",\"batch_size\":-1}|Batch size can not be greater than 5000 or less than 1",
                "{\"consumer_name\":\"-c\"}|Consumer name can not start or end with non alphanumeric character",
            })
    void refusesBadRequestsByName(String body, String error) {
        HttpResponse<String> answer = consume("bad", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("error").asString()).isEqualTo(error);
        assertThat(json(answer).path("success").asBoolean()).isFalse();
    }

    @Test
    void keepsBinaryPayloadsWholeAsBase64() {
        byte[] binary = {0, (byte) 0xff, (byte) 0xfe, 10};
        post(
                gateway.rest() + "/stations/binary/produce/single",
                binary,
                "Authorization",
                token,
                "Content-Type",
                "application/octet-stream");
        JsonNode answer = json(consume("binary", "{\"consumer_name\":\"c\",\"encoding\":\"base64\"}"));
        assertThat(Base64.getDecoder().decode(answer.get(0).path("message").asString()))
                .isEqualTo(binary);
    }

    @Test
    void refusesAUserWhoMayNotConsume() {
        HttpResponse<String> answer = post(
                gateway.rest() + "/stations/forbidden/consume/batch",
                "{\"consumer_name\":\"c\"}",
                "Authorization",
                "Bearer " + gateway.token("app"));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void givesMessagesBackWhenTheCallerWentAway() throws IOException {
        consume("left", "{\"consumer_name\":\"c\",\"batch_max_wait_time_ms\":100}");
        String body = "{\"consumer_name\":\"c\",\"batch_max_wait_time_ms\":20000}";
        URI uri = URI.create(gateway.rest());
        int pulls = gateway.brokers.requests.size();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("POST /stations/left/consume/batch HTTP/1.1\r\nHost: x\r\nAuthorization: " + token
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> gateway.brokers.requests.size() >= pulls);
        }
        Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        produce("left", 1, "back");
        FakeBrokers.Durable durable =
                gateway.brokers.streams.get("left$1").durables.get("rest-gateway");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> durable.verdicts.contains("-NAK"));
        assertThat(durable.verdicts).doesNotContain("+ACK");
    }
}
