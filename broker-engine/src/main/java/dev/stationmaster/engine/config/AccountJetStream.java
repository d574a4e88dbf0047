package dev.stationmaster.engine.config;

import dev.stationmaster.engine.auth.AccountLimits;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `jetstream` of an account: true, false, "enabled", "disabled" or what it may use.
record AccountJetStream(boolean enabled, AccountLimits limits) {
    private static final Set<String> SERVED = Set.of(
            "enabled",
            "max_mem",
            "max_memory",
            "mem",
            "memory",
            "max_file",
            "max_store",
            "max_disk",
            "store",
            "disk",
            "max_streams",
            "streams",
            "max_consumers",
            "consumers",
            "max_ack_pending",
            "max_bytes_required",
            "max_stream_bytes",
            "max_bytes",
            "mem_max_stream_bytes",
            "memory_max_stream_bytes",
            "disk_max_stream_bytes",
            "store_max_stream_bytes");
    private static final Set<String> NOT_SERVED_YET = Set.of("cluster_traffic");

    static AccountJetStream read(ConfigValues account, KnownKeys keys) {
        JsonNode json = account.node("jetstream");
        if (!json.isObject()) {
            boolean word = json.asString("").startsWith("enable");
            return new AccountJetStream(json.isBoolean() ? json.booleanValue() : word, AccountLimits.NONE);
        }
        String prefix = account.path("jetstream") + ".";
        keys.check(json, prefix, SERVED, NOT_SERVED_YET);
        ConfigValues values = new ConfigValues(prefix, json, keys.problems());
        return new AccountJetStream(
                !values.has("enabled") || values.flag("enabled"),
                new AccountLimits(
                        JetStreamSection.size(values, "max_mem", "max_memory", "mem", "memory"),
                        JetStreamSection.size(values, "max_file", "max_store", "max_disk", "store", "disk"),
                        count(values, "max_streams", "streams"),
                        count(values, "max_consumers", "consumers"),
                        count(values, "max_ack_pending"),
                        JetStreamSection.size(values, "mem_max_stream_bytes", "memory_max_stream_bytes"),
                        JetStreamSection.size(values, "disk_max_stream_bytes", "store_max_stream_bytes"),
                        values.flag("max_bytes_required")
                                || values.flag("max_stream_bytes")
                                || values.flag("max_bytes")));
    }

    private static int count(ConfigValues values, String... names) {
        for (String name : names) {
            if (values.has(name)) {
                return values.number(name, -1, Integer.MAX_VALUE).orElse(-1);
            }
        }
        return -1;
    }
}
