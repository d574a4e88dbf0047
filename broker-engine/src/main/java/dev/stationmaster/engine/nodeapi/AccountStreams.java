package dev.stationmaster.engine.nodeapi;

import dev.stationmaster.engine.auth.AccountLimits;
import dev.stationmaster.engine.jsapi.Inquiries;
import dev.stationmaster.engine.jsapi.LeaderSubjects;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.partition.GroupHost;
import dev.stationmaster.engine.partition.GroupStatus;
import dev.stationmaster.engine.replication.GroupId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The streams of one account with a replica on this node, as their leaders tell of them. Thread-safe; its questions
/// wait for the leaders, a little.
///
/// @param calls of the API that came in here
/// @param refusals that this node answered, beside those of the leaders
public record AccountStreams(
        String account,
        AccountLimits limits,
        Directory directory,
        GroupHost groups,
        Inquiries inquiries,
        LongSupplier calls,
        LongSupplier refusals) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int PAGE = 256;

    /// Groups with a replica here, without the one that keeps the names.
    Set<GroupId> here() {
        return groups.status().stream()
                .map(GroupStatus::group)
                .filter(group -> !group.equals(GroupId.META))
                .collect(Collectors.toSet());
    }

    /// Infos of the streams by name; those are missing whose leader does not answer.
    List<JsonNode> infos() {
        Set<GroupId> here = here();
        Map<GroupId, List<String>> names = directory.streams().stream()
                .filter(stream -> here.contains(stream.group()))
                .collect(Collectors.groupingBy(
                        StreamRef::group, Collectors.mapping(StreamRef::name, Collectors.toList())));
        List<CompletableFuture<JsonNode>> asked = new ArrayList<>();
        names.forEach((group, all) -> {
            for (int from = 0; from < all.size(); from += PAGE) {
                List<String> page = all.subList(from, Math.min(from + PAGE, all.size()));
                asked.add(ask(group, LeaderSubjects.LIST, JSON.writeValueAsBytes(Map.of("streams", page))));
            }
        });
        TreeMap<String, JsonNode> infos = new TreeMap<>();
        for (CompletableFuture<JsonNode> answer : asked) {
            for (JsonNode info : answer.join().path("streams")) {
                infos.put(info.path("config").path("name").asString(""), info);
            }
        }
        return List.copyOf(infos.values());
    }

    /// Infos of a stream's consumers, all pages.
    List<JsonNode> consumers(String stream) {
        List<JsonNode> infos = new ArrayList<>();
        StreamRef ref = directory.stream(stream);
        int before = -1;
        while (ref != null && infos.size() > before) {
            before = infos.size();
            byte[] body = ("{\"offset\":" + before + "}").getBytes(StandardCharsets.UTF_8);
            ask(ref.group(), "$JS.API.CONSUMER.LIST." + stream, body)
                    .join()
                    .path("consumers")
                    .forEach(infos::add);
            if (infos.size() - before < PAGE) {
                break;
            }
        }
        return infos;
    }

    /// Errors that the API answered here and at the leaders.
    long errors() {
        List<CompletableFuture<JsonNode>> asked = here().stream()
                .map(group -> ask(group, LeaderSubjects.TOTALS, new byte[0]))
                .toList();
        return refusals.getAsLong()
                + asked.stream()
                        .mapToLong(answer -> answer.join().path("errors").asLong(0))
                        .sum();
    }

    private CompletableFuture<JsonNode> ask(GroupId group, String subject, byte[] body) {
        return inquiries.ask(group, subject, body, PATIENCE).handle((answer, failure) -> {
            try {
                return failure == null ? JSON.readTree(answer) : MissingNode.getInstance();
            } catch (JacksonException e) {
                return MissingNode.getInstance();
            }
        });
    }
}
