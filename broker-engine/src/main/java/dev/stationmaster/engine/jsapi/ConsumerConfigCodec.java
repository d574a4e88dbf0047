package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.consumer.ConsumerConfig;
import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerConfig.DeliverPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Consumer configurations as JSON, with JetStream's names: nothing invented for what was not set, because clients
/// compare what they asked for with what they get.
public final class ConsumerConfigCodec {
    private static final Map<String, DeliverPolicy> DELIVER = Map.of(
            "all", DeliverPolicy.ALL,
            "undefined", DeliverPolicy.ALL,
            "last", DeliverPolicy.LAST,
            "new", DeliverPolicy.NEW,
            "by_start_sequence", DeliverPolicy.BY_START_SEQUENCE,
            "by_start_time", DeliverPolicy.BY_START_TIME,
            "last_per_subject", DeliverPolicy.LAST_PER_SUBJECT);
    private static final Set<String> ACK = Set.of("none", "all", "explicit");

    private ConsumerConfigCodec() {}

    /// Reads what was asked for, without defaults.
    ///
    /// @throws ApiRefusal `invalid JSON` when a word or type is wrong
    public static ConsumerDraft read(RequestBody json) {
        ConsumerDraft draft = new ConsumerDraft();
        String durable = json.string("durable_name");
        draft.name = json.string("name");
        draft.named = !draft.name.isEmpty();
        draft.durable = !durable.isEmpty();
        if (draft.durable) {
            ConsumerRules.requireEqualNames(durable, draft.name);
            draft.name = durable;
        }
        draft.description = json.string("description");
        draft.deliverPolicy = json.choice("deliver_policy", DeliverPolicy.ALL, DELIVER);
        draft.startSequence = json.unsigned("opt_start_seq");
        draft.startTimeNanos = json.time("opt_start_time");
        draft.ackPolicy = AckPolicy.valueOf(json.word("ack_policy", "none", ACK).toUpperCase(Locale.ROOT));
        draft.ackWaitNanos = json.number("ack_wait", 0);
        draft.maxDeliver = json.clamped("max_deliver");
        draft.backoffNanos = json.numbers("backoff");
        readFilters(json, draft);
        draft.replayOriginal = json.word("replay_policy", "instant", Set.of("instant", "original"))
                .equals("original");
        draft.rateLimitBitsPerSecond = json.unsigned("rate_limit_bps");
        draft.sampleFrequency = json.string("sample_freq");
        draft.maxWaiting = json.clamped("max_waiting");
        draft.maxAckPending = json.clamped("max_ack_pending");
        draft.idleHeartbeatNanos = json.number("idle_heartbeat", 0);
        draft.flowControl = json.flag("flow_control");
        draft.headersOnly = json.flag("headers_only");
        draft.maxBatch = json.clamped("max_batch");
        draft.maxExpiresNanos = json.number("max_expires", 0);
        draft.maxBytes = json.count("max_bytes", 0);
        draft.deliverSubject = json.string("deliver_subject");
        draft.deliverGroup = json.string("deliver_group");
        draft.inactiveThresholdNanos = Math.max(0, json.number("inactive_threshold", 0));
        draft.replicas = json.count("num_replicas", 0);
        draft.memoryStorage = json.flag("mem_storage");
        draft.direct = json.flag("direct");
        draft.metadata = json.texts("metadata");
        return draft;
    }

    private static void readFilters(RequestBody json, ConsumerDraft draft) {
        String single = json.string("filter_subject");
        List<String> several = json.strings("filter_subjects");
        ConsumerRules.requireOneKindOfFilter(single, several);
        draft.singleFilter = !single.isEmpty();
        draft.filters = single.isEmpty() ? several : List.of(single);
    }

    public static ObjectNode write(ConsumerConfig config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        text(json, "durable_name", config.durable() ? config.name() : "");
        text(json, "name", config.named() || !config.durable() ? config.name() : "");
        text(json, "description", config.description());
        json.put("deliver_policy", config.deliverPolicy().name().toLowerCase(Locale.ROOT));
        number(json, "opt_start_seq", config.startSequence());
        if (config.startTimeNanos() != 0) {
            json.put("opt_start_time", ApiTimes.format(config.startTimeNanos()));
        }
        json.put("ack_policy", config.ackPolicy().name().toLowerCase(Locale.ROOT));
        number(json, "ack_wait", config.ackWaitNanos());
        number(json, "max_deliver", config.maxDeliver());
        if (!config.backoffNanos().isEmpty()) {
            ArrayNode backoff = json.putArray("backoff");
            config.backoffNanos().forEach(backoff::add);
        }
        if (config.singleFilter()) {
            json.put("filter_subject", config.filters().getFirst());
        } else if (!config.filters().isEmpty()) {
            ArrayNode filters = json.putArray("filter_subjects");
            config.filters().forEach(filters::add);
        }
        json.put("replay_policy", config.replayOriginal() ? "original" : "instant");
        number(json, "rate_limit_bps", config.rateLimitBitsPerSecond());
        text(json, "sample_freq", config.sampleFrequency());
        number(json, "max_waiting", config.maxWaiting());
        number(json, "max_ack_pending", config.maxAckPending());
        number(json, "idle_heartbeat", config.idleHeartbeatNanos());
        flag(json, "flow_control", config.flowControl());
        flag(json, "headers_only", config.headersOnly());
        number(json, "max_batch", config.maxBatch());
        number(json, "max_expires", config.maxExpiresNanos());
        number(json, "max_bytes", config.maxBytes());
        text(json, "deliver_subject", config.deliverSubject());
        text(json, "deliver_group", config.deliverGroup());
        number(json, "inactive_threshold", config.inactiveThresholdNanos());
        json.put("num_replicas", config.replicas());
        flag(json, "mem_storage", config.memoryStorage());
        flag(json, "direct", config.direct());
        if (!config.metadata().isEmpty()) {
            ObjectNode metadata = json.putObject("metadata");
            config.metadata().forEach(metadata::put);
        }
        return json;
    }

    static void text(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    static void number(ObjectNode json, String name, long value) {
        if (value != 0) {
            json.put(name, value);
        }
    }

    static void flag(ObjectNode json, String name, boolean value) {
        if (value) {
            json.put(name, true);
        }
    }
}
