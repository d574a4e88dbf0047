package dev.stationmaster.engine.jsapi;

import dev.stationmaster.engine.auth.AccountLimits;
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
    private final AccountLimits limits;

    /// @param domain of JetStream, `""` for none
    GatherCalls(Directory directory, Inquiries inquiries, Answers answers, String domain, AccountLimits limits) {
        this.directory = directory;
        this.inquiries = inquiries;
        this.answers = answers;
        this.domain = domain;
        this.limits = limits;
    }

    void accountInfo(Message request, long calls, long errors) {
        totals().thenAccept(sums -> answers.send(request.reply(), accountInfo(sums, calls, errors)));
    }

    /// What all streams use together.
    CompletableFuture<JsonNode> used() {
        return totals().thenApply(sums -> RequestBody.JSON.valueToTree(sums));
    }

    private CompletableFuture<Map<String, Long>> totals() {
        List<GroupId> groups =
                directory.streams().stream().map(StreamRef::group).distinct().toList();
        List<CompletableFuture<@Nullable JsonNode>> asked = new ArrayList<>();
        for (GroupId group : groups) {
            asked.add(ask(group, LeaderSubjects.TOTALS, new byte[0]));
        }
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(ignored -> {
                    Map<String, Long> sums = new TreeMap<>();
                    for (CompletableFuture<@Nullable JsonNode> answer : asked) {
                        JsonNode totals = answer.join();
                        if (totals != null) {
                            TOTALS.forEach(
                                    name -> sums.merge(name, totals.path(name).asLong(0), Long::sum));
                        }
                    }
                    return sums;
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
                .put("max_memory", limits.memory())
                .put("max_storage", limits.storage())
                .put("max_streams", limits.streams())
                .put("max_consumers", limits.consumers())
                .put("max_ack_pending", limits.ackPending())
                .put("memory_max_stream_bytes", limits.memoryStream())
                .put("storage_max_stream_bytes", limits.storageStream())
                .put("max_bytes_required", limits.bytesRequired());
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
