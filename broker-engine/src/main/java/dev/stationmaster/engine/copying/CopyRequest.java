package dev.stationmaster.engine.copying;

import dev.stationmaster.engine.jsapi.ApiTimes;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.stream.StreamSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a copier asks the API of its origin for.
final class CopyRequest {
    static final long BEAT_NANOS = 1_000_000_000L;
    private static final long INACTIVE_NANOS = 10_000_000_000L;
    private static final String API = "$JS.API";

    private CopyRequest() {}

    /// A hidden consumer that delivers what follows the mark, in order, with flow control and heartbeats.
    ///
    /// @param mark last sequence that was copied, 0 for none
    static Message create(StreamSource source, long mark, String deliverSubject, String reply) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("stream_name", source.name());
        ObjectNode config = body.putObject("config")
                .put("deliver_subject", deliverSubject)
                .put("ack_policy", "none")
                .put("max_deliver", 1)
                .put("replay_policy", "instant")
                .put("flow_control", true)
                .put("idle_heartbeat", BEAT_NANOS)
                .put("inactive_threshold", INACTIVE_NANOS)
                .put("direct", true)
                .put("mem_storage", true)
                .put("num_replicas", 1);
        start(config, source, mark);
        List<String> wanted = source.wanted();
        if (wanted.size() == 1) {
            config.put("filter_subject", wanted.getFirst());
        } else if (!wanted.isEmpty()) {
            ArrayNode filters = config.putArray("filter_subjects");
            wanted.forEach(filters::add);
        }
        return new Message(
                api(source) + ".CONSUMER.CREATE." + source.name(),
                reply,
                new byte[0],
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void start(ObjectNode config, StreamSource source, long mark) {
        if (mark > 0 || source.startSequence() > 0) {
            config.put("deliver_policy", "by_start_sequence");
            config.put("opt_start_seq", mark > 0 ? mark + 1 : source.startSequence());
        } else if (source.startTimeNanos() != 0) {
            config.put("deliver_policy", "by_start_time");
            config.put("opt_start_time", ApiTimes.format(source.startTimeNanos()));
        } else {
            config.put("deliver_policy", "all");
        }
    }

    static Message delete(StreamSource source, String consumer) {
        return Message.of(api(source) + ".CONSUMER.DELETE." + source.name() + "." + consumer, new byte[0]);
    }

    private static String api(StreamSource source) {
        StreamSource.External external = source.external();
        return external == null || external.api().isEmpty() ? API : external.api();
    }
}
