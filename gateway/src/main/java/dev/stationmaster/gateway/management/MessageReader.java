package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.watch.StationsReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads stored messages by sequence, straight from the partition: no cursor moves, nothing is consumed.
public final class MessageReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;

    private final BrokerLink link;

    public MessageReader(BrokerLink link) {
        this.link = link;
    }

    /// The message of this very sequence; empty when it is gone or was never there.
    public Optional<StoredMessage> at(StationsReply.Partition partition, long sequence) {
        return read(partition, Map.of("seq", sequence));
    }

    /// The first message at or after a sequence.
    public Optional<StoredMessage> from(StationsReply.Partition partition, long sequence) {
        return read(partition, Map.of("seq", Math.max(1, sequence), "next_by_subj", ">"));
    }

    private Optional<StoredMessage> read(StationsReply.Partition partition, Map<String, Object> request) {
        JsonNode reply = Json.mapper()
                .readTree(link.request("$JS.API.STREAM.MSG.GET." + partition.stream(), Json.bytes(request), TIMEOUT));
        JsonNode error = reply.path("error");
        if (error.isObject()) {
            if (error.path("code").asInt(0) == NOT_FOUND) {
                return Optional.empty();
            }
            throw new BrokerException(
                    BrokerException.Kind.REFUSED, error.path("description").asString("message not readable"));
        }
        return Optional.of(message(partition.partition(), reply.path("message")));
    }

    private static StoredMessage message(int partition, JsonNode json) {
        byte[] headers = Base64.getDecoder().decode(json.path("hdrs").asString(""));
        return new StoredMessage(
                partition,
                json.path("seq").asLong(0),
                Instant.parse(json.path("time").asString("1970-01-01T00:00:00Z"))
                        .toEpochMilli(),
                headers(headers),
                headers.length,
                Base64.getDecoder().decode(json.path("data").asString("")));
    }

    /// Lines of a header block after its version line.
    private static List<Map.Entry<String, String>> headers(byte[] block) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        String[] lines = new String(block, StandardCharsets.UTF_8).split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.add(Map.entry(
                        lines[i].substring(0, colon),
                        lines[i].substring(colon + 1).strip()));
            }
        }
        return headers;
    }
}
