package dev.stationmaster.engine.nodeapi;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.Directory;
import dev.stationmaster.engine.meta.StationRef;
import dev.stationmaster.engine.meta.StreamRef;
import dev.stationmaster.engine.partition.GroupHost;
import dev.stationmaster.engine.partition.GroupStatus;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers `$SM.API.CLUSTER` and `$SM.API.STATIONS` on every node, for the product's own connections and for root.
/// Thread-safe; nothing blocks.
///
/// A node's own part is asked for by a core request on `$SM.NODE.<number>`, so any node can put the whole together; a
/// node that says nothing within a second is listed as missing.
public final class NodeApi {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long ANSWER_MILLIS_MAX = 1_000;

    private final NodeConfig config;
    private final Router router;
    private final Directory directory;
    private final GroupHost groups;
    private final IntPredicate linked;
    private final Supplier<Map<String, Object>> counters;
    private final ProcessUsage usage;
    private final AtomicLong nextInbox = new AtomicLong();
    private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();

    /// @param linked whether this node can send to another one
    /// @param counters figures of this node's clients, by their JSON names
    public NodeApi(
            NodeConfig config,
            Router router,
            Directory directory,
            GroupHost groups,
            IntPredicate linked,
            Supplier<Map<String, Object>> counters) {
        this.config = config;
        this.router = router;
        this.directory = directory;
        this.groups = groups;
        this.linked = linked;
        this.counters = counters;
        this.usage = new ProcessUsage(config.directory());
    }

    /// Registers the calls; before clients connect.
    public void start() {
        router.serve("$SM.API.CLUSTER", (request, from) -> answer(request, from, this::cluster));
        router.serve(
                "$SM.API.STATIONS",
                (request, from) -> answer(request, from, () -> CompletableFuture.completedFuture(stations())));
        router.subscribe("$SM.NODE." + config.node(), "", this::tellOwn);
        router.subscribe(inbox("*"), "", this::takeAnswer);
    }

    private void answer(Message request, ClientIdentity from, Supplier<CompletableFuture<JsonNode>> work) {
        if (!from.internal() && !from.user().equals("root")) {
            reply(request, JSON.createObjectNode().put("error", "only root may ask " + request.subject()));
            return;
        }
        work.get().thenAccept(json -> reply(request, json));
    }

    private void reply(Message request, JsonNode json) {
        router.deliver(request.reply(), Message.of(request.reply(), JSON.writeValueAsBytes(json)));
    }

    private String inbox(String last) {
        return "_SM.INBOX." + config.node() + "." + last;
    }

    private void tellOwn(Subscription subscription, Message request) {
        router.deliver(request.reply(), Message.of(request.reply(), JSON.writeValueAsBytes(own())));
    }

    private void takeAnswer(Subscription subscription, Message message) {
        CompletableFuture<byte[]> waiter = waiting.remove(message.subject());
        if (waiter != null) {
            waiter.complete(message.payload());
        }
    }

    private CompletableFuture<@Nullable JsonNode> ask(int node) {
        if (node == config.node()) {
            return CompletableFuture.completedFuture(own());
        }
        if (!linked.test(node)) {
            return CompletableFuture.completedFuture(null);
        }
        String reply = inbox(Long.toString(nextInbox.incrementAndGet()));
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        waiting.put(reply, answer);
        String subject = "$SM.NODE." + node;
        router.deliver(subject, new Message(subject, reply, new byte[0], new byte[0]));
        return answer.<@Nullable JsonNode>thenApply(JSON::readTree)
                .completeOnTimeout(null, ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .whenComplete((json, failure) -> waiting.remove(reply));
    }

    private ObjectNode own() {
        ObjectNode own = JSON.createObjectNode();
        own.put("id", config.node()).put("name", config.serverName());
        own.put("client", address(config.ports().client()));
        own.put("websocket", address(config.ports().websocket()));
        own.put("monitor", address(config.ports().monitor()));
        own.put("cluster", address(config.ports().cluster()));
        own.put("link", address(config.ports().link()));
        own.put("up", true);
        own.setAll((ObjectNode) JSON.valueToTree(counters.get()));
        own.put("cpuPercent", usage.cpuPercent()).put("memoryBytes", usage.memoryBytes());
        own.put("heapBytes", usage.heapBytes()).put("uptimeMs", usage.uptimeMillis());
        own.put("diskBytes", usage.diskBytes()).put("diskFreeBytes", usage.diskFreeBytes());
        List<GroupStatus> held = groups.status();
        own.put("leads", partitions(held, true)).put("holds", partitions(held, false));
        own.set("groups", JSON.valueToTree(held.stream().map(NodeApi::form).toList()));
        return own;
    }

    private String address(int port) {
        return config.host() + ":" + port;
    }

    private long partitions(List<GroupStatus> held, boolean led) {
        List<String> names = held.stream()
                .filter(group -> !led || group.leader() == config.node())
                .map(group -> group.group().name())
                .toList();
        return directory.streams().stream()
                .filter(stream -> names.contains(stream.group().name()))
                .count();
    }

    private static Map<String, Object> form(GroupStatus status) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("id", status.group().name());
        form.put("leader", status.leader());
        form.put("term", status.term());
        form.put("commitIndex", status.commitIndex());
        form.put("appliedIndex", status.appliedIndex());
        form.put("lags", status.followerLags());
        return form;
    }

    private CompletableFuture<JsonNode> cluster() {
        List<CompletableFuture<@Nullable JsonNode>> answers =
                config.members().stream().map(member -> ask(member.node())).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(nothing ->
                        cluster(answers.stream().map(CompletableFuture::join).toList()));
    }

    private JsonNode cluster(List<@Nullable JsonNode> answers) {
        ObjectNode cluster = JSON.createObjectNode();
        cluster.put("cluster", config.clusterName()).put("node", config.node());
        cluster.put("sync", config.sync().name().toLowerCase(java.util.Locale.ROOT));
        ArrayNode nodes = cluster.putArray("nodes");
        ArrayNode missing = cluster.putArray("missing");
        Map<String, List<JsonNode>> views = new LinkedHashMap<>();
        for (int at = 0; at < answers.size(); at++) {
            NodeConfig.Member member = config.members().get(at);
            JsonNode answer = answers.get(at);
            if (answer == null) {
                missing.add(member.node());
                nodes.addObject()
                        .put("id", member.node())
                        .put("client", member.host() + ":" + member.clientPort())
                        .put("up", false);
                continue;
            }
            ObjectNode node = (ObjectNode) answer;
            node.remove("groups")
                    .forEach(view -> views.computeIfAbsent(view.get("id").asString(), id -> new ArrayList<>())
                            .add(((ObjectNode) view.deepCopy()).put("node", member.node())));
            nodes.add(node);
        }
        ArrayNode list = cluster.putArray("groups");
        groups.groups().forEach(group -> {
            ObjectNode form = group(group.name(), groups.members(group), views.getOrDefault(group.name(), List.of()));
            if (group.name().equals("meta")) {
                cluster.put("metaLeader", form.get("leader").asInt());
            }
            list.add(form);
        });
        return cluster;
    }

    /// The view of the node with the highest term that leads, else of the highest term.
    private static ObjectNode group(String name, List<Integer> members, List<JsonNode> views) {
        ObjectNode form = JSON.createObjectNode();
        JsonNode best = views.stream()
                .max(Comparator.<JsonNode>comparingLong(view -> view.get("term").asLong())
                        .thenComparing(view ->
                                view.get("leader").asInt() == view.get("node").asInt()))
                .orElse(null);
        int leader = best == null ? 0 : best.get("leader").asInt();
        form.put("id", name).put("leader", leader);
        form.put("term", best == null ? 0 : best.get("term").asLong());
        form.put("commitIndex", best == null ? 0 : best.get("commitIndex").asLong());
        ArrayNode list = form.putArray("members");
        for (int node : members) {
            boolean up = views.stream().anyMatch(view -> view.get("node").asInt() == node);
            JsonNode lag = best == null ? null : best.get("lags").get(Integer.toString(node));
            list.addObject()
                    .put("node", node)
                    .put("lag", lag == null ? 0 : lag.asLong())
                    .put("state", !up ? "down" : node == leader ? "leader" : "follower");
        }
        return form;
    }

    private JsonNode stations() {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode list = all.putArray("stations");
        for (StationRef station : directory.stations()) {
            StationRef.Settings settings = station.settings();
            ObjectNode form = list.addObject();
            form.put("name", station.name()).put("internalName", station.internalName());
            form.put("createdBy", station.createdBy());
            form.put(
                    "createdAt",
                    Instant.ofEpochMilli(station.createdNanos() / 1_000_000).toString());
            form.put("retentionType", settings.retentionType()).put("retentionValue", settings.retentionValue());
            form.put("storage", settings.storage()).put("replicas", settings.replicas());
            form.put("idempotencyWindowMs", settings.idempotencyWindowMillis());
            form.put("dlsPoison", settings.dlsPoison()).put("dlsSchemaverse", settings.dlsSchemaverse());
            form.put("dlsStation", settings.dlsStation()).put("schema", settings.schema());
            ArrayNode partitions = form.putArray("partitions");
            for (StreamRef stream : station.partitions()) {
                partitions
                        .addObject()
                        .put("partition", stream.partition())
                        .put("stream", stream.name())
                        .put("streamId", Long.toString(stream.id()))
                        .put("group", stream.group().name());
            }
        }
        return all;
    }
}
