package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The message of exactly `max_payload`, headers counted, and the one that is a byte larger.
final class Largest {
    private Largest() {}

    static void throughSdk(int port, int replicas) {
        JsonNode result =
                NpmClient.run("largest", Map.of("port", port, "station", "largest-" + replicas, "replicas", replicas));
        assertThat(result.get("limit").asInt()).isEqualTo(8 << 20);
        assertThat(result.get("same").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.get("refusal").asString()).containsIgnoringCase("payload");
        assertThat(RawClient.readCount(port, "largest-" + replicas + "$1")).isEqualTo(1);
    }

    static void refusedOnTheSocket(int port) {
        byte[] line = ("PUB largest.socket " + ((8 << 20) + 1) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(RawClient.talk(port, line))
                .contains("-ERR 'Maximum Payload Violation'")
                .endsWith("<closed>");
    }

    /// The gateway adds headers of its own; a small message first tells how many bytes they take.
    static void throughHttp(RestClient rest, int port) {
        String station = "largest-web";
        assertThat(rest.produce(station, new byte[] {'x'}, "text/plain").statusCode())
                .isEqualTo(200);
        JsonNode small = RawClient.ask(port, "$JS.API.STREAM.MSG.GET." + station + "$1", "{\"seq\":1}")
                .get("message");
        int headers = Base64.getDecoder().decode(small.get("hdrs").asString()).length;
        byte[] body = RawClient.payload(1, (8 << 20) - headers);
        var accepted = rest.produce(station, body, "text/plain");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
        var refused = rest.produce(station, RawClient.payload(2, body.length + 1), "text/plain");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(413);
        assertThat(refused.body()).contains("maximum payload");
        JsonNode messages = rest.consume(station, "readers", 3);
        assertThat(messages.valueStream()
                        .map(message -> message.get("message").asString().length())
                        .toList())
                .isEqualTo(List.of(1, body.length));
    }
}
