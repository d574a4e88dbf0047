package dev.stationmaster.gateway;

import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import dev.stationmaster.gateway.broker.BrokerLink;
import dev.stationmaster.gateway.broker.Brokers;
import dev.stationmaster.gateway.broker.Credentials;
import dev.stationmaster.gateway.broker.Delivery;
import dev.stationmaster.gateway.broker.Outgoing;
import dev.stationmaster.gateway.broker.PubAck;
import dev.stationmaster.gateway.broker.Pull;
import dev.stationmaster.gateway.broker.Subscribed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/// A cluster of one node in memory behind the gateway's port to the brokers: stations, streams, durables, and
/// the replies
/// that the brokers give. Every request that a gateway makes is understood or answered with no responders.
final class FakeBrokers implements Brokers {
    static final int MAX_PAYLOAD = 4096;

    record Stored(long sequence, long millis, List<Map.Entry<String, String>> headers, byte[] payload) {}

    static final class Durable {
        long delivered;
        final TreeMap<Long, Boolean> pending = new TreeMap<>();
        final List<String> verdicts = new CopyOnWriteArrayList<>();
    }

    static final class Stream {
        final List<Stored> messages = new ArrayList<>();
        final Map<String, Durable> durables = new TreeMap<>();
        long last;
    }

    final Map<String, Integer> stations = new TreeMap<>();
    final Map<String, Stream> streams = new TreeMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<BiConsumer<String, byte[]>> updates = new CopyOnWriteArrayList<>();
    volatile boolean down;
    volatile String schema = "";
    volatile String refusal = "";
    volatile int logins;

    private final FakeLink internal = new FakeLink("$sm");

    @Override
    public BrokerLink internal() {
        return internal;
    }

    @Override
    public BrokerLink login(Credentials credentials) {
        if (down) {
            throw new BrokerException(Kind.UNAVAILABLE, "no broker can be reached");
        }
        boolean known =
                credentials.username().equals("root") || credentials.username().equals("app");
        if (!known || !credentials.password().equals("memphis") || credentials.accountId() != 1) {
            throw new BrokerException(Kind.LOGIN_REFUSED, "Authorization Violation");
        }
        logins++;
        return new FakeLink(credentials.username());
    }

    @Override
    public int maxPayload() {
        return MAX_PAYLOAD;
    }

    @Override
    public void close() {}

    synchronized void station(String internalName, int partitions) {
        if (stations.putIfAbsent(internalName, partitions) == null) {
            for (int p = 1; p <= partitions; p++) {
                streams.put(internalName + "$" + p, new Stream());
            }
        }
    }

    synchronized void remove(String internalName) {
        stations.remove(internalName);
        streams.keySet().removeIf(stream -> stream.startsWith(internalName + "$"));
        String update = "{\"station_name\":\"" + internalName + "\",\"type\":\"remove_station\",\"update\":null}";
        updates.forEach(
                listener -> listener.accept("$memphis_sdk_clients_updates", update.getBytes(StandardCharsets.UTF_8)));
    }

    synchronized List<Stored> messages(String stream) {
        return List.copyOf(streams.get(stream).messages);
    }

    private final class FakeLink implements BrokerLink {
        private final String user;
        private final String id = UUID.randomUUID().toString();
        private volatile boolean closed;

        FakeLink(String user) {
            this.user = user;
        }

        @Override
        public boolean isConnected() {
            return !down && !closed;
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public String connectionId() {
            return id;
        }

        @Override
        public int maxPayload() {
            return MAX_PAYLOAD;
        }

        @Override
        public byte[] request(String subject, byte[] payload, Duration timeout) {
            requests.add(subject);
            checkUp();
            synchronized (FakeBrokers.this) {
                JsonNode body = Json.mapper().readTree(payload);
                return Json.bytes(answer(subject, body));
            }
        }

        private Object answer(String subject, JsonNode body) {
            if (subject.startsWith("$JS.API.STREAM.")) {
                return streamCall(subject, body);
            }
            return switch (subject) {
                case "$memphis_producer_creations" -> created(body, false);
                case "$memphis_consumer_creations" -> created(body, true);
                case "$SM.API.CLUSTER" -> clusterReply();
                case "$SM.API.STATIONS" -> stationsReply();
                case "$SM.API.GROUP.STATS.r1-1" -> statsReply();
                case "$SM.API.STATION.CREATE" -> {
                    station(
                            body.path("name").asString().replace('.', '#'),
                            body.path("partitions_number").asInt());
                    yield Map.of("error", refusal);
                }
                case "$SM.API.STATION.REMOVE" -> {
                    remove(body.path("name").asString().replace('.', '#'));
                    yield Map.of("error", "");
                }
                case "$SM.API.DLS.RESEND" ->
                    Map.of("sent", body.path("ids").size(), "noMember", List.of(), "error", "");
                default -> throw new BrokerException(Kind.NO_RESPONDERS, "nats: no responders available for request");
            };
        }

        private Object created(JsonNode body, boolean consumer) {
            if (!refusal.isEmpty() || user.equals("app") && consumer) {
                return Map.of("error", refusal.isEmpty() ? "user app is not allowed to access station x" : refusal);
            }
            String name = body.path("station_name").asString().replace('.', '#');
            station(name, 1);
            int partitions = stations.get(name);
            List<Integer> list = new ArrayList<>();
            for (int p = 1; p <= partitions; p++) {
                list.add(p);
                if (consumer) {
                    String group = body.path("consumers_group").asString().replace('.', '#');
                    streams.get(name + "$" + p).durables.putIfAbsent(group, new Durable());
                }
            }
            Map<String, Object> reply = new LinkedHashMap<>();
            reply.put("schema_update", Map.of("schema_name", schema));
            reply.put("partitions_update", Map.of("partitions_list", list));
            reply.put("error", "");
            return reply;
        }

        private Object streamCall(String subject, JsonNode body) {
            Stream stream = streams.get(subject.substring(subject.lastIndexOf('.') + 1));
            if (stream == null) {
                throw new BrokerException(Kind.NO_RESPONDERS, "nats: no responders available for request");
            }
            if (subject.contains(".INFO.")) {
                long first = stream.messages.isEmpty() ? stream.last + 1 : stream.messages.getFirst().sequence;
                return Map.of("state", Map.of("first_seq", first, "last_seq", stream.last));
            }
            if (subject.contains(".PURGE.")) {
                int purged = stream.messages.size();
                stream.messages.clear();
                return Map.of("success", true, "purged", purged);
            }
            long wanted = body.path("seq").asLong();
            boolean next = body.has("next_by_subj");
            return stream.messages.stream()
                    .filter(m -> next ? m.sequence >= wanted : m.sequence == wanted)
                    .findFirst()
                    .<Object>map(m -> Map.of("message", form(m)))
                    .orElse(Map.of("error", Map.of("code", 404, "err_code", 10037, "description", "no message found")));
        }

        private Map<String, Object> form(Stored message) {
            StringBuilder headers = new StringBuilder("NATS/1.0\r\n");
            message.headers.forEach(h ->
                    headers.append(h.getKey()).append(": ").append(h.getValue()).append("\r\n"));
            headers.append("\r\n");
            return Map.of(
                    "seq",
                    message.sequence,
                    "hdrs",
                    Base64.getEncoder().encodeToString(headers.toString().getBytes(StandardCharsets.UTF_8)),
                    "data",
                    Base64.getEncoder().encodeToString(message.payload),
                    "time",
                    Instant.ofEpochMilli(message.millis).toString());
        }

        @Override
        public CompletableFuture<PubAck> publish(Outgoing message, Duration timeout) {
            try {
                checkUp();
                long size = message.payload().length
                        + message.headers().stream()
                                .mapToLong(
                                        h -> h.getKey().length() + h.getValue().length() + 3L)
                                .sum()
                        + (message.headers().isEmpty() ? 0 : 12);
                if (size > MAX_PAYLOAD) {
                    throw new BrokerException(Kind.TOO_LARGE, "nats: maximum payload exceeded");
                }
                return CompletableFuture.completedFuture(store(message));
            } catch (BrokerException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private PubAck store(Outgoing message) {
            synchronized (FakeBrokers.this) {
                String name = message.subject().replace(".final", "");
                Stream stream = streams.get(name);
                if (stream == null) {
                    throw new BrokerException(Kind.NO_RESPONDERS, "nats: no responders available for request");
                }
                String id = first(message.headers(), "msg-id");
                for (Stored stored : stream.messages) {
                    if (!id.isEmpty() && first(stored.headers, "msg-id").equals(id)) {
                        return new PubAck(name, stored.sequence, true);
                    }
                }
                stream.last++;
                stream.messages.add(
                        new Stored(stream.last, System.currentTimeMillis(), message.headers(), message.payload()));
                return new PubAck(name, stream.last, false);
            }
        }

        @Override
        public void send(Outgoing message) {
            checkUp();
            store(message);
        }

        @Override
        public List<Delivery> pull(Pull pull) throws InterruptedException {
            checkUp();
            long end = System.nanoTime() + pull.expires().toNanos();
            while (true) {
                List<Delivery> got = take(pull);
                if (!got.isEmpty() || System.nanoTime() >= end) {
                    return got;
                }
                synchronized (FakeBrokers.this) {
                    FakeBrokers.this.wait(5);
                }
            }
        }

        private List<Delivery> take(Pull pull) {
            synchronized (FakeBrokers.this) {
                Stream stream = streams.get(pull.stream());
                Durable durable = stream == null ? null : stream.durables.get(pull.durable());
                if (durable == null) {
                    throw new BrokerException(Kind.NO_RESPONDERS, "no consumer");
                }
                List<Delivery> got = new ArrayList<>();
                for (Stored stored : stream.messages) {
                    if (stored.sequence > durable.delivered && got.size() < pull.batch()) {
                        durable.delivered = stored.sequence;
                        durable.pending.put(stored.sequence, true);
                        got.add(new Delivery(
                                pull.stream() + ".final",
                                pull.stream() + "/" + pull.durable() + "/" + stored.sequence,
                                stored.headers,
                                stored.payload));
                    }
                }
                return got;
            }
        }

        @Override
        public CompletableFuture<Void> settle(String ackSubject, String verdict, Duration timeout) {
            synchronized (FakeBrokers.this) {
                String[] parts = ackSubject.split("/");
                Durable durable = streams.get(parts[0]).durables.get(parts[1]);
                durable.pending.remove(Long.parseLong(parts[2]));
                durable.verdicts.add(verdict);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Subscribed subscribe(String subject, BiConsumer<String, byte[]> onMessage) {
            updates.add(onMessage);
            return () -> updates.remove(onMessage);
        }

        private void checkUp() {
            if (down || closed) {
                throw new BrokerException(Kind.UNAVAILABLE, "no broker can be reached now; try again in a moment");
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static String first(List<Map.Entry<String, String>> headers, String name) {
        return headers.stream()
                .filter(h -> h.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private Object clusterReply() {
        Map<String, Object> node = new HashMap<>();
        node.put("id", 1);
        node.put("name", "memphis-0");
        node.put("client", "127.0.0.1:6666");
        node.put("websocket", "127.0.0.1:7770");
        node.put("monitor", "127.0.0.1:8222");
        node.put("up", true);
        node.put("connections", 2);
        node.put("inMsgs", 10);
        node.put("outMsgs", 20);
        node.put("leads", stations.size());
        node.put("holds", stations.size());
        Map<String, Object> group = Map.of(
                "id",
                "r1-1",
                "leader",
                1,
                "term",
                3,
                "commitIndex",
                9,
                "members",
                List.of(Map.of("node", 1, "lag", 0, "state", "leader")));
        return Map.of(
                "cluster",
                "test",
                "node",
                1,
                "metaLeader",
                1,
                "sync",
                "always",
                "nodes",
                List.of(node),
                "groups",
                List.of(group),
                "missing",
                List.of());
    }

    private Object stationsReply() {
        List<Object> list = new ArrayList<>();
        stations.forEach((name, partitions) -> {
            List<Object> parts = new ArrayList<>();
            for (int p = 1; p <= partitions; p++) {
                parts.add(Map.of("partition", p, "stream", name + "$" + p, "streamId", "1", "group", "r1-1"));
            }
            Map<String, Object> station = new HashMap<>();
            station.put("name", name.replace('#', '.'));
            station.put("internalName", name);
            station.put("createdBy", "root");
            station.put("createdAt", "2026-01-01T00:00:00Z");
            station.put("retentionType", "message_age_sec");
            station.put("retentionValue", 3600);
            station.put("storage", "file");
            station.put("replicas", 1);
            station.put("idempotencyWindowMs", 120000);
            station.put("dlsPoison", true);
            station.put("dlsSchemaverse", true);
            station.put("dlsStation", "");
            station.put("schema", "");
            station.put("partitions", parts);
            list.add(station);
        });
        return Map.of("stations", list);
    }

    private Object statsReply() {
        List<Object> list = new ArrayList<>();
        streams.forEach((name, stream) -> {
            List<Object> consumers = new ArrayList<>();
            stream.durables.forEach((durable, state) -> {
                long floor = state.pending.isEmpty() ? state.delivered : state.pending.firstKey() - 1;
                Map<String, Object> consumer = new HashMap<>();
                consumer.put("name", durable);
                consumer.put("undelivered", stream.last - state.delivered);
                consumer.put("ackPending", state.pending.size());
                consumer.put("deliveredSeq", state.delivered);
                consumer.put("ackFloorSeq", floor);
                consumer.put("delivered", state.delivered);
                consumer.put("acked", floor);
                consumer.put("oldestUnsettledTs", stream.last > floor ? System.currentTimeMillis() - 2000 : 0);
                consumer.put("maxDeliver", 1);
                consumer.put("maxAckPending", -1);
                consumer.put("ackWaitMs", 10000);
                consumers.add(consumer);
            });
            Map<String, Object> form = new HashMap<>();
            form.put("stream", name);
            form.put("messages", stream.messages.size());
            form.put(
                    "bytes",
                    stream.messages.stream().mapToLong(m -> m.payload.length).sum());
            form.put("firstSeq", stream.messages.isEmpty() ? stream.last + 1 : stream.messages.getFirst().sequence);
            form.put("lastSeq", stream.last);
            form.put("consumers", consumers);
            list.add(form);
        });
        return Map.of("group", "r1-1", "leader", 1, "streams", list);
    }
}
