package dev.stationmaster.engine.nodeapi;

import dev.stationmaster.engine.monitor.StreamsQuery;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `/jsz` says of streams, with the names and the shape that the real server gives. Thread-safe; waits for
/// leaders.
final class StreamsPage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What the real server says where nothing is reserved for an account.
    private static final BigInteger NO_LIMIT = BigInteger.TWO.pow(Long.SIZE).subtract(BigInteger.ONE);

    private static final List<String> STREAM_FIELDS = List.of("created", "cluster", "state");
    private static final List<String> ORIGIN_FIELDS = List.of("mirror", "sources");

    /// One account's figures, and the infos that they were added up from.
    private record Figures(
            AccountStreams account,
            List<JsonNode> infos,
            long memory,
            long storage,
            long reservedMemory,
            long reservedStorage,
            Map<String, Object> api) {
        static Figures of(AccountStreams account) {
            List<JsonNode> infos = account.infos();
            return new Figures(
                    account,
                    infos,
                    sum(infos, "memory", "state", "bytes"),
                    sum(infos, "file", "state", "bytes"),
                    sum(infos, "memory", "config", "max_bytes"),
                    sum(infos, "file", "config", "max_bytes"),
                    calls(account.calls().getAsLong(), account.errors()));
        }

        private static long sum(List<JsonNode> infos, String storage, String part, String field) {
            return infos.stream()
                    .filter(info ->
                            info.path("config").path("storage").asString("").equals(storage))
                    .mapToLong(info -> Math.max(0, info.path(part).path(field).asLong(0)))
                    .sum();
        }

        long of(String field) {
            return infos.stream()
                    .mapToLong(info -> info.path("state").path(field).asLong(0))
                    .sum();
        }

        int replicated(boolean alone) {
            return alone ? 0 : account.here().size();
        }
    }

    private StreamsPage() {}

    /// @param config as `/varz` shows it
    /// @param alone whether there are no other nodes
    static Map<String, Object> of(StreamsQuery query, List<AccountStreams> accounts, Object config, boolean alone) {
        List<Figures> all = accounts.stream().map(Figures::of).toList();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("config", config);
        json.put("memory", all.stream().mapToLong(Figures::memory).sum());
        json.put("storage", all.stream().mapToLong(Figures::storage).sum());
        json.put(
                "reserved_memory",
                all.stream().mapToLong(Figures::reservedMemory).sum());
        json.put(
                "reserved_storage",
                all.stream().mapToLong(Figures::reservedStorage).sum());
        json.put("accounts", all.size());
        json.put(
                "ha_assets",
                all.stream().mapToInt(each -> each.replicated(alone)).sum());
        json.put("api", calls(total(all, "total"), total(all, "errors")));
        json.put("streams", all.stream().mapToInt(each -> each.infos().size()).sum());
        json.put(
                "consumers",
                all.stream().mapToLong(each -> each.of("consumer_count")).sum());
        json.put("messages", all.stream().mapToLong(each -> each.of("messages")).sum());
        json.put("bytes", all.stream().mapToLong(each -> each.of("bytes")).sum());
        if (query.accounts()) {
            List<Map<String, Object>> details = all.stream()
                    .filter(each -> query.account().isEmpty()
                            || each.account().account().equals(query.account()))
                    .skip(query.offset())
                    .limit(query.limit())
                    .map(each -> account(each, query, alone))
                    .toList();
            if (!details.isEmpty()) {
                json.put("account_details", details);
            }
        }
        return json;
    }

    private static Map<String, Object> calls(long total, long errors) {
        Map<String, Object> api = new LinkedHashMap<>();
        api.put("total", total);
        api.put("errors", errors);
        return api;
    }

    private static long total(List<Figures> all, String name) {
        return all.stream()
                .mapToLong(each -> (long) each.api().getOrDefault(name, 0L))
                .sum();
    }

    private static Map<String, Object> account(Figures figures, StreamsQuery query, boolean alone) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", figures.account().account());
        json.put("id", figures.account().account());
        json.put("memory", figures.memory());
        json.put("storage", figures.storage());
        json.put("reserved_memory", reserved(figures.account().limits().memory()));
        json.put("reserved_storage", reserved(figures.account().limits().storage()));
        json.put("accounts", 0);
        json.put("ha_assets", figures.replicated(alone));
        json.put("api", figures.api());
        if (query.streams() && !figures.infos().isEmpty()) {
            json.put(
                    "stream_detail",
                    figures.infos().stream()
                            .map(info -> stream(info, figures.account(), query))
                            .toList());
        }
        return json;
    }

    private static Object reserved(long limit) {
        return limit < 0 ? NO_LIMIT : limit;
    }

    private static Map<String, Object> stream(JsonNode info, AccountStreams account, StreamsQuery query) {
        String name = info.path("config").path("name").asString("");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        copy(info, STREAM_FIELDS, json);
        if (query.config()) {
            copy(info, List.of("config"), json);
        }
        copy(info, ORIGIN_FIELDS, json);
        if (query.consumers()) {
            List<Object> consumers = new ArrayList<>();
            for (JsonNode consumer : account.consumers(name)) {
                consumers.add(consumer(consumer, query));
            }
            if (!consumers.isEmpty()) {
                json.put("consumer_detail", consumers);
            }
        }
        return json;
    }

    private static Map<String, Object> consumer(JsonNode info, StreamsQuery query) {
        Map<String, Object> json = new LinkedHashMap<>();
        copy(info, info.propertyNames().stream().toList(), json);
        if (!query.config()) {
            json.remove("config");
        }
        return json;
    }

    private static void copy(JsonNode from, List<String> fields, Map<String, Object> to) {
        for (String field : fields) {
            if (from.has(field)) {
                to.put(field, JSON.convertValue(from.get(field), Object.class));
            }
        }
    }
}
