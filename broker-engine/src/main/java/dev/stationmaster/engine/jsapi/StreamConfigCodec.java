package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.ConsumerLimits;
import dev.stationmaster.engine.stream.StreamConfig.Discard;
import dev.stationmaster.engine.stream.StreamConfig.Placement;
import dev.stationmaster.engine.stream.StreamConfig.Republish;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import dev.stationmaster.engine.stream.StreamConfig.Storage;
import dev.stationmaster.engine.stream.StreamConfig.Transform;
import dev.stationmaster.engine.stream.StreamSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Stream configurations as JSON, with JetStream's names and defaults.
public final class StreamConfigCodec {
    private static final long DUPLICATE_WINDOW_NANOS = 120_000_000_000L;
    private static final Map<String, Retention> RETENTION =
            Map.of("limits", Retention.LIMITS, "interest", Retention.INTEREST, "workqueue", Retention.WORK_QUEUE);

    private StreamConfigCodec() {}

    /// Reads a configuration and fills in defaults.
    ///
    /// @throws ApiRefusal when a word or type is wrong
    public static StreamConfig read(RequestBody json) {
        List<String> subjects = json.strings("subjects");
        @Nullable StreamSource mirror = StreamSourceCodec.readOne(json, "mirror");
        List<StreamSource> sources = StreamSourceCodec.readAll(json, "sources");
        String name = json.string("name");
        long maxAge = json.number("max_age", 0);
        long window = json.number("duplicate_window", 0);
        boolean sealed = json.flag("sealed");
        return new StreamConfig(
                name,
                json.string("description"),
                subjects.isEmpty() && mirror == null && sources.isEmpty() ? List.of(name) : subjects,
                json.choice("retention", Retention.LIMITS, RETENTION),
                orUnlimited(json.clamped("max_consumers")),
                orUnlimited(json.number("max_msgs", 0)),
                orUnlimited(json.number("max_bytes", 0)),
                sealed ? 0 : maxAge,
                orUnlimited(json.number("max_msgs_per_subject", 0)),
                orUnlimited(json.count("max_msg_size", 0)),
                sealed ? Discard.NEW : discard(json),
                json.flag("discard_new_per_subject"),
                Storage.valueOf(
                        json.word("storage", "file", Set.of("file", "memory")).toUpperCase(Locale.ROOT)),
                replicas(json),
                json.flag("no_ack"),
                window == 0 && mirror == null ? defaultWindow(maxAge) : window,
                json.word("compression", "none", Set.of("none", "s2")),
                json.unsigned("first_seq"),
                json.flag("allow_direct"),
                sealed,
                sealed || json.flag("deny_delete"),
                sealed || json.flag("deny_purge"),
                !sealed && json.flag("allow_rollup_hdrs"),
                republish(json),
                transform(json),
                mirror,
                sources,
                json.flag("mirror_direct"),
                placement(json),
                consumerLimits(json),
                json.texts("metadata"),
                0,
                false);
    }

    private static Discard discard(RequestBody json) {
        return Discard.valueOf(json.word("discard", "old", Set.of("old", "new")).toUpperCase(Locale.ROOT));
    }

    private static @Nullable Republish republish(RequestBody json) {
        @Nullable RequestBody object = json.object("republish");
        if (object == null || object.isEmpty()) {
            return null;
        }
        String source = object.string("src");
        return new Republish(source.isEmpty() ? ">" : source, object.string("dest"), object.flag("headers_only"));
    }

    private static @Nullable Transform transform(RequestBody json) {
        @Nullable RequestBody object = json.object("subject_transform");
        return object == null || object.isEmpty() ? null : StreamSourceCodec.readTransform(object);
    }

    private static @Nullable Placement placement(RequestBody json) {
        @Nullable RequestBody object = json.object("placement");
        return object == null || object.isEmpty()
                ? null
                : new Placement(object.string("cluster"), object.strings("tags"));
    }

    private static ConsumerLimits consumerLimits(RequestBody json) {
        @Nullable RequestBody object = json.object("consumer_limits");
        return object == null
                ? ConsumerLimits.NONE
                : new ConsumerLimits(
                        Math.max(0, object.number("inactive_threshold", 0)),
                        Math.max(0, object.clamped("max_ack_pending")));
    }

    private static int replicas(RequestBody json) {
        int replicas = json.count("num_replicas", 0);
        if (replicas < 0) {
            throw new ApiRefusal(JetStreamErrors.REPLICAS_COUNT_CANNOT_BE_NEGATIVE);
        }
        return replicas == 0 ? 1 : replicas;
    }

    private static long defaultWindow(long maxAge) {
        return maxAge != 0 ? Math.min(maxAge, DUPLICATE_WINDOW_NANOS) : DUPLICATE_WINDOW_NANOS;
    }

    private static long orUnlimited(long value) {
        return value == 0 ? -1 : value;
    }

    private static int orUnlimited(int value) {
        return value == 0 ? -1 : value;
    }

    public static ObjectNode write(StreamConfig config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", config.name());
        ConsumerConfigCodec.text(json, "description", config.description());
        if (!config.subjects().isEmpty()) {
            ArrayNode subjects = json.putArray("subjects");
            config.subjects().forEach(subjects::add);
        }
        json.put("retention", config.retention() == Retention.WORK_QUEUE ? "workqueue" : word(config.retention()));
        json.put("max_consumers", config.maxConsumers());
        json.put("max_msgs", config.maxMessages());
        json.put("max_bytes", config.maxBytes());
        json.put("max_age", config.maxAgeNanos());
        json.put("max_msgs_per_subject", config.maxMessagesPerSubject());
        json.put("max_msg_size", config.maxMessageSize());
        json.put("discard", word(config.discard()));
        ConsumerConfigCodec.flag(json, "discard_new_per_subject", config.discardNewPerSubject());
        json.put("storage", word(config.storage()));
        json.put("num_replicas", config.replicas());
        ConsumerConfigCodec.flag(json, "no_ack", config.noAck());
        ConsumerConfigCodec.number(json, "duplicate_window", config.duplicateWindowNanos());
        writePlacement(json, config.placement());
        writeFlow(json, config);
        json.put("compression", config.compression());
        ConsumerConfigCodec.number(json, "first_seq", config.firstSequence());
        json.put("allow_direct", config.allowDirect());
        json.put("mirror_direct", config.mirrorDirect());
        json.put("sealed", config.sealed());
        json.put("deny_delete", config.denyDelete());
        json.put("deny_purge", config.denyPurge());
        json.put("allow_rollup_hdrs", config.allowRollup());
        ObjectNode limits = json.putObject("consumer_limits");
        ConsumerConfigCodec.number(
                limits, "inactive_threshold", config.consumerLimits().inactiveThresholdNanos());
        ConsumerConfigCodec.number(
                limits, "max_ack_pending", config.consumerLimits().maxAckPending());
        if (!config.metadata().isEmpty()) {
            ObjectNode metadata = json.putObject("metadata");
            config.metadata().forEach(metadata::put);
        }
        return json;
    }

    private static void writePlacement(ObjectNode json, @Nullable Placement placement) {
        if (placement == null) {
            return;
        }
        ObjectNode place = json.putObject("placement");
        ConsumerConfigCodec.text(place, "cluster", placement.cluster());
        if (!placement.tags().isEmpty()) {
            ArrayNode tags = place.putArray("tags");
            placement.tags().forEach(tags::add);
        }
    }

    private static void writeFlow(ObjectNode json, StreamConfig config) {
        @Nullable StreamSource mirror = config.mirror();
        if (mirror != null) {
            json.set("mirror", StreamSourceCodec.write(mirror));
        }
        if (!config.sources().isEmpty()) {
            ArrayNode sources = json.putArray("sources");
            config.sources().forEach(source -> sources.add(StreamSourceCodec.write(source)));
        }
        @Nullable Transform transform = config.transform();
        if (transform != null) {
            json.set("subject_transform", StreamSourceCodec.write(transform));
        }
        @Nullable Republish republish = config.republish();
        if (republish != null) {
            ObjectNode copy = json.putObject("republish");
            copy.put("src", republish.source()).put("dest", republish.destination());
            ConsumerConfigCodec.flag(copy, "headers_only", republish.headersOnly());
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
