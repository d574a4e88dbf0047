package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.replication.GroupId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Calls whose answer is put together from every group's leader, each asked once; who does not answer in two seconds is
/// named as missing. Thread-safe; never blocks.
final class GatherCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LIST_LIMIT = 256;
    private static final List<String> TOTALS =
            List.of("memory", "storage", "reserved_memory", "reserved_storage", "streams", "consumers", "errors");

    private final Directory directory;
    private final Inquiries inquiries;
    private final Answers answers;
    private final String domain;

    /// @param domain of JetStream, `""` for none
    GatherCalls(Directory directory, Inquiries inquiries, Answers answers, String domain) {
        this.directory = directory;
        this.inquiries = inquiries;
        this.answers = answers;
        this.domain = domain;
    }

    void accountInfo(Message request, long calls, long errors) {
        List<GroupId> groups =
                directory.streams().stream().map(StreamRef::group).distinct().toList();
        List<CompletableFuture<@Nullable JsonNode>> asked = new ArrayList<>();
        for (GroupId group : groups) {
            asked.add(ask(group, LeaderSubjects.TOTALS, new byte[0]));
        }
        CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0])).thenRun(() -> {
            Map<String, Long> sums = new TreeMap<>();
            for (CompletableFuture<@Nullable JsonNode> answer : asked) {
                JsonNode totals = answer.join();
                if (totals != null) {
                    TOTALS.forEach(name -> sums.merge(name, totals.path(name).asLong(0), Long::sum));
                }
            }
            answers.send(request.reply(), accountInfo(sums, calls, errors));
        });
    }

    private ObjectNode accountInfo(Map<String, Long> sums, long calls, long errors) {
        ObjectNode answer = Answers.answer("account_info")
                .put("memory", sums.getOrDefault("memory", 0L))
                .put("storage", sums.getOrDefault("storage", 0L))
                .put("reserved_memory", sums.getOrDefault("reserved_memory", 0L))
                .put("reserved_storage", sums.getOrDefault("reserved_storage", 0L))
                .put("streams", sums.getOrDefault("streams", 0L))
                .put("consumers", sums.getOrDefault("consumers", 0L));
        answer.putObject("limits")
                .put("max_memory", -1)
                .put("max_storage", -1)
                .put("max_streams", -1)
                .put("max_consumers", -1)
                .put("max_ack_pending", -1)
                .put("memory_max_stream_bytes", -1)
                .put("storage_max_stream_bytes", -1)
                .put("max_bytes_required", false);
        ConsumerConfigCodec.text(answer, "domain", domain);
        answer.putObject("api").put("total", calls).put("errors", errors + sums.getOrDefault("errors", 0L));
        return answer;
    }

    void list(Message request) {
        RequestBody body = RequestBody.parse(request.payload());
        List<StreamRef> found = List.copyOf(NameCalls.matching(directory, body));
        int offset = Math.clamp(body.number("offset", 0), 0, found.size());
        List<StreamRef> page = found.stream().skip(offset).limit(LIST_LIMIT).toList();
        Map<GroupId, List<String>> byGroup = page.stream()
                .collect(Collectors.groupingBy(
                        StreamRef::group, Collectors.mapping(StreamRef::name, Collectors.toList())));
        List<CompletableFuture<@Nullable JsonNode>> asked = new ArrayList<>();
        byGroup.forEach((group, names) -> asked.add(ask(group, LeaderSubjects.LIST, body(names))));
        CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0])).thenRun(() -> {
            TreeMap<String, JsonNode> infos = new TreeMap<>();
            for (CompletableFuture<@Nullable JsonNode> answer : asked) {
                JsonNode streams = answer.join();
                if (streams != null) {
                    streams.path("streams")
                            .forEach(info ->
                                    infos.put(info.path("config").path("name").asString(), info));
                }
            }
            answers.send(request.reply(), list(found.size(), offset, page, infos));
        });
    }

    private static ObjectNode list(int total, int offset, List<StreamRef> page, Map<String, JsonNode> infos) {
        ObjectNode answer = Answers.answer("stream_list")
                .put("total", total)
                .put("offset", offset)
                .put("limit", LIST_LIMIT);
        ArrayNode streams = answer.putArray("streams");
        infos.values().forEach(streams::add);
        List<String> missing = page.stream()
                .map(StreamRef::name)
                .filter(name -> !infos.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            ArrayNode names = answer.putArray("missing");
            missing.forEach(names::add);
        }
        return answer;
    }

    private static byte[] body(List<String> names) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode streams = body.putArray("streams");
        names.forEach(streams::add);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The leader's answer, null when there is none in time.
    private CompletableFuture<@Nullable JsonNode> ask(GroupId group, String subject, byte[] payload) {
        return inquiries.ask(group, subject, payload, PATIENCE).handle((answer, failure) -> {
            try {
                return failure == null ? RequestBody.JSON.readTree(answer) : null;
            } catch (JacksonException e) {
                return null;
            }
        });
    }
}
