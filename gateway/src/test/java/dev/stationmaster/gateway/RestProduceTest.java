package dev.stationmaster.gateway;

import static dev.stationmaster.gateway.RunningGateway.json;
import static dev.stationmaster.gateway.RunningGateway.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Producing over HTTP.
class RestProduceTest {
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

    private static HttpResponse<String> single(String station, byte[] body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", token));
        all.addAll(List.of(headers));
        return post(gateway.rest() + "/stations/" + station + "/produce/single", body, all.toArray(String[]::new));
    }

    private static HttpResponse<String> batch(String station, String body) {
        return post(
                gateway.rest() + "/stations/" + station + "/produce/batch",
                body,
                "Authorization",
                token,
                "Content-Type",
                "application/json; charset=utf-8");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(FakeBrokers.Stored stored, String name) {
        return stored.headers().stream()
                .filter(h -> h.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "{ \"odd\" :   [1 ,2]}", "\u0000\u0001", "日本"})
    void storesTheVeryBytesThatWereSent(String payload) {
        String station = "exact-" + Integer.toHexString(payload.hashCode());
        HttpResponse<String> answer = single(station, bytes(payload), "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"success\":true,\"error\":null}");
        assertThat(gateway.brokers.messages(station + "$1").getFirst().payload())
                .isEqualTo(bytes(payload));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain|200",
                "application/json; charset=utf-8|200",
                "application/x-protobuf|200",
                "application/cloudevents+json|200",
                "avro/bytes|200",
                "application/octet-stream|200",
                "image/png|415",
                "multipart/form-data; boundary=x|415",
            })
    void acceptsTheContentTypesOfMessages(String type, int status) {
        HttpResponse<String> answer = single("types", bytes("x"), "Content-Type", type);
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 415) {
            assertThat(answer.body()).isEqualTo("{\"success\":false,\"error\":\"unsupported content type\"}");
        }
    }

    @Test
    void refusesAMissingContentType() {
        assertThat(single("types", bytes("x")).statusCode()).isEqualTo(415);
    }

    @Test
    void forwardsHeadersButNoCredentials() {
        single(
                "headers",
                bytes("x"),
                "content-type",
                "text/plain",
                "x-my-HEADER",
                "v",
                "Cookie",
                "secret=1",
                "X-Memphis-Async",
                "false");
        FakeBrokers.Stored stored = gateway.brokers.messages("headers$1").getFirst();
        assertThat(header(stored, "Content-Type")).isEqualTo("text/plain");
        assertThat(header(stored, "X-My-Header")).isEqualTo("v");
        assertThat(header(stored, "Host")).isNotNull();
        assertThat(header(stored, "$memphis_producedBy")).isEqualTo("rest-gateway");
        assertThat(header(stored, "$memphis_connectionId")).isNotNull();
        assertThat(stored.headers().stream().map(h -> h.getKey().toLowerCase()))
                .doesNotContain("authorization", "cookie", "content-length", "connection", "x-memphis-async");
    }

    @Test
    void refusesReservedHeaders() {
        HttpResponse<String> answer = single("headers", bytes("x"), "Content-Type", "text/plain", "$memphis_x", "v");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("success").asBoolean()).isFalse();
    }

    @Test
    void takesTheLargestMessageAndRefusesOneByteMore() {
        single("size", bytes("x"), "Content-Type", "text/plain");
        FakeBrokers.Stored small = gateway.brokers.messages("size$1").getFirst();
        int headers = 12
                + small.headers().stream()
                        .mapToInt(h -> h.getKey().length() + h.getValue().length() + 3)
                        .sum();
        byte[] largest = new byte[FakeBrokers.MAX_PAYLOAD - headers];
        assertThat(single("size", largest, "Content-Type", "text/plain").statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused = single("size", new byte[largest.length + 1], "Content-Type", "text/plain");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).isEqualTo("{\"success\":false,\"error\":\"memphis: maximum payload exceeded\"}");
        assertThat(gateway.brokers.messages("size$1")).hasSize(2);
    }

    @Test
    void refusesABodyAboveItsLimitWithPlainText() {
        HttpResponse<String> answer = single("size", new byte[5 << 20], "Content-Type", "text/plain");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("Request Entity Too Large");
    }

    @Test
    void recognisesAMessageIdUnderBothNames() {
        for (String name : List.of("Msg-Id", "Idempotency-Key")) {
            HttpResponse<String> answer = single("ids", bytes("x"), "Content-Type", "text/plain", name, "one");
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        assertThat(gateway.brokers.messages("ids$1")).hasSize(1);
        assertThat(header(gateway.brokers.messages("ids$1").getFirst(), "msg-id"))
                .isEqualTo("one");
        assertThat(single("ids", bytes("x"), "Content-Type", "text/plain", "msg-id", "one")
                        .headers()
                        .firstValue("X-Memphis-Duplicate"))
                .contains("true");
    }

    @Test
    void unpacksCompressedBodies() throws IOException {
        assertThat(single("packed", gzip("hello"), "Content-Type", "text/plain", "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(200);
        assertThat(single("packed", deflate("hello"), "Content-Type", "text/plain", "Content-Encoding", "deflate")
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.brokers.messages("packed$1"))
                .allSatisfy(stored -> assertThat(stored.payload()).isEqualTo(bytes("hello")))
                .allSatisfy(
                        stored -> assertThat(header(stored, "Content-Encoding")).isNull());
        assertThat(single("packed", bytes("junk"), "Content-Type", "text/plain", "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
        byte[] whole = gzip("hello, this one is cut off");
        assertThat(single(
                                "packed",
                                java.util.Arrays.copyOf(whole, whole.length - 12),
                                "Content-Type",
                                "text/plain",
                                "Content-Encoding",
                                "gzip")
                        .statusCode())
                .isEqualTo(400);
        assertThat(single("packed", bytes("x"), "Content-Type", "text/plain", "Content-Encoding", "br")
                        .statusCode())
                .isEqualTo(415);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        }
        return out.toByteArray();
    }

    private static byte[] deflate(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
            deflate.write(bytes(text));
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"-bad,400", "Bad%20Name,400", "a%2Fb,400", "UPPER.Dot,200"})
    void checksStationNames(String name, int status) {
        assertThat(single(name, bytes("x"), "Content-Type", "text/plain").statusCode())
                .isEqualTo(status);
        if (status == 200) {
            assertThat(gateway.brokers.messages("upper#dot$1")).hasSize(1);
        }
    }

    @Test
    void picksPartitionsByKeyNumberAndTurn() {
        gateway.brokers.station("spread", 3);
        for (int i = 0; i < 6; i++) {
            single("spread", bytes("x"), "Content-Type", "text/plain");
        }
        for (int p = 1; p <= 3; p++) {
            assertThat(gateway.brokers.messages("spread$" + p)).hasSize(2);
        }
        // user-2 hashes to index 0 of 3, "key" to 1, "a" to 0: see the SDK's table.
        single("spread?partition_key=user-1", bytes("k"), "Content-Type", "text/plain");
        gateway.brokers.station("keyed", 3);
        keyed("user-1", 3);
        keyed("key", 2);
        keyed("hello", 3);
        HttpResponse<String> both = single(
                "keyed",
                bytes("k"),
                "Content-Type",
                "text/plain",
                "X-Memphis-Partition-Key",
                "a",
                "X-Memphis-Partition-Number",
                "1");
        assertThat(both.statusCode()).isEqualTo(400);
        HttpResponse<String> beyond =
                single("keyed", bytes("k"), "Content-Type", "text/plain", "X-Memphis-Partition-Number", "4");
        assertThat(beyond.statusCode()).isEqualTo(400);
        assertThat(beyond.body()).contains("expected: 1..3");
    }

    private static void keyed(String key, int partition) {
        int before = gateway.brokers.messages("keyed$" + partition).size();
        single("keyed", bytes("k"), "Content-Type", "text/plain", "X-Memphis-Partition-Key", key);
        assertThat(gateway.brokers.messages("keyed$" + partition)).hasSize(before + 1);
    }

    @Test
    void storesEachElementOfABatchAsItWasWritten() {
        HttpResponse<String> answer = batch("batch", "[ {\"b\": 1,\"a\":12345678901234567890 } ,\n{\"c\":\"<&>日\"}]");
        assertThat(answer.body()).isEqualTo("{\"success\":true,\"error\":null}");
        assertThat(gateway.brokers.messages("batch$1").stream()
                        .map(stored -> new String(stored.payload(), StandardCharsets.UTF_8)))
                .containsExactly("{\"b\": 1,\"a\":12345678901234567890 }", "{\"c\":\"<&>日\"}");
        assertThat(batch("batch", "[]").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "[{}", "[{}]x", "[{\"a\":}]", "[{},\"x\"]", "null"})
    void publishesNothingOfAMalformedBatch(String body) {
        HttpResponse<String> answer = batch("malformed", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"success\":false,\"error\":\"unsupported request\"}");
        assertThat(gateway.brokers.stations).doesNotContainKey("malformed");
    }

    @Test
    void triesAllElementsOfABatchAndCountsFailures() {
        String large = "{\"a\":\"" + "x".repeat(FakeBrokers.MAX_PAYLOAD) + "\"}";
        HttpResponse<String> answer = batch("mixed", "[{\"n\":1}," + large + ",{\"n\":2}," + large + "]");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).path("sent").asInt()).isEqualTo(2);
        assertThat(json(answer).path("fail").asInt()).isEqualTo(2);
        assertThat(json(answer).path("error")).hasSize(2);
        assertThat(json(answer).path("errors")).isEqualTo(json(answer).path("error"));
        assertThat(gateway.brokers.messages("mixed$1")).hasSize(2);
    }

    @Test
    void makesARemovedStationAnew() {
        single("gone", bytes("1"), "Content-Type", "text/plain");
        gateway.brokers.remove("gone");
        assertThat(single("gone", bytes("2"), "Content-Type", "text/plain").statusCode())
                .isEqualTo(200);
        assertThat(gateway.brokers.messages("gone$1")).hasSize(1);
    }

    @Test
    void saysThatSchemasAreNotCheckedYet() {
        gateway.brokers.schema = "strict";
        try {
            HttpResponse<String> answer = single("schemed", bytes("x"), "Content-Type", "text/plain");
            assertThat(answer.statusCode()).isEqualTo(501);
            assertThat(answer.body()).contains("schema strict");
        } finally {
            gateway.brokers.schema = "";
        }
    }

    @Test
    void answers403WhereTheUserMayNotAnd503WhileBrokersAreAway() {
        gateway.brokers.refusal = "user root is not allowed to access station locked";
        try {
            assertThat(single("locked", bytes("x"), "Content-Type", "text/plain")
                            .statusCode())
                    .isEqualTo(403);
        } finally {
            gateway.brokers.refusal = "";
        }
        gateway.brokers.down = true;
        try {
            HttpResponse<String> answer = single("ids", bytes("x"), "Content-Type", "text/plain");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).path("success").asBoolean()).isFalse();
            assertThat(json(answer).path("error").asString()).contains("no broker");
        } finally {
            gateway.brokers.down = false;
        }
    }
}
