package dev.stationmaster.engine.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.fuzz.Complaints;
import dev.stationmaster.engine.fuzz.JsonMutations;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Spoilt JSON to every call of the JetStream API: each is answered, with JSON that says what became of it, and nothing
/// stops. `-Dstationmaster.long=true` sends more, `-Dstationmaster.seed=N` sets the seed.
class ApiFuzzTest {
    private static final int ROUNDS = Boolean.getBoolean("stationmaster.long") ? 2_000 : 60;
    private static final String STREAM = "{\"name\":\"FUZZ\",\"subjects\":[\"fuzz.>\"],\"retention\":\"limits\","
            + "\"max_consumers\":-1,\"max_msgs\":100,\"max_bytes\":1000000,\"discard\":\"old\",\"max_age\":0,"
            + "\"max_msgs_per_subject\":5,\"max_msg_size\":-1,\"storage\":\"file\",\"num_replicas\":1,"
            + "\"duplicate_window\":120000000000,\"allow_direct\":true,\"metadata\":{\"a\":\"b\"},"
            + "\"placement\":{\"tags\":[\"x\"]},\"republish\":{\"src\":\"fuzz.a\",\"dest\":\"again.a\"},"
            + "\"subject_transform\":{\"src\":\"fuzz.*\",\"dest\":\"fuzz.{{wildcard(1)}}\"},"
            + "\"consumer_limits\":{\"max_ack_pending\":10},\"sealed\":false,\"deny_delete\":false}";
    private static final String CONSUMER = "{\"durable_name\":\"C\",\"deliver_policy\":\"all\","
            + "\"ack_policy\":\"explicit\",\"ack_wait\":30000000000,\"max_deliver\":5,\"filter_subject\":\"fuzz.a\","
            + "\"replay_policy\":\"instant\",\"max_ack_pending\":10,\"max_waiting\":512,\"backoff\":[1000000000],"
            + "\"headers_only\":false,\"sample_freq\":\"100\",\"inactive_threshold\":5000000000,"
            + "\"opt_start_time\":null,\"metadata\":{\"a\":\"b\"}}";

    /// Calls with what they may be asked.
    private static final Map<String, String> CALLS = new TreeMap<>(Map.ofEntries(
            Map.entry("INFO", ""),
            Map.entry("STREAM.CREATE.FUZZ", STREAM),
            Map.entry("STREAM.UPDATE.FUZZ", STREAM),
            Map.entry("STREAM.NAMES", "{\"offset\":0,\"subject\":\"fuzz.a\"}"),
            Map.entry("STREAM.LIST", "{\"offset\":0,\"subject\":\"fuzz.a\"}"),
            Map.entry("STREAM.INFO.FUZZ", "{\"deleted_details\":true,\"subjects_filter\":\">\",\"offset\":0}"),
            Map.entry("STREAM.DELETE.FUZZ", "{}"),
            Map.entry("STREAM.PURGE.FUZZ", "{\"filter\":\"fuzz.a\",\"seq\":3,\"keep\":0}"),
            Map.entry("STREAM.MSG.GET.FUZZ", "{\"seq\":1,\"last_by_subj\":\"\",\"next_by_subj\":\"fuzz.a\"}"),
            Map.entry("STREAM.MSG.DELETE.FUZZ", "{\"seq\":1,\"no_erase\":true}"),
            Map.entry(
                    "STREAM.SNAPSHOT.FUZZ", "{\"deliver_subject\":\"d.s\",\"no_consumers\":true,\"chunk_size\":1024}"),
            Map.entry("STREAM.RESTORE.FUZZ", "{\"config\":" + STREAM + ",\"state\":{\"messages\":1}}"),
            Map.entry("STREAM.PEER.REMOVE.FUZZ", "{\"peer\":\"x\"}"),
            Map.entry("STREAM.LEADER.STEPDOWN.FUZZ", "{}"),
            Map.entry("CONSUMER.CREATE.FUZZ", "{\"stream_name\":\"FUZZ\",\"config\":" + CONSUMER + "}"),
            Map.entry("CONSUMER.CREATE.FUZZ.C.fuzz.a", "{\"stream_name\":\"FUZZ\",\"config\":" + CONSUMER + "}"),
            Map.entry("CONSUMER.DURABLE.CREATE.FUZZ.C", "{\"stream_name\":\"FUZZ\",\"config\":" + CONSUMER + "}"),
            Map.entry("CONSUMER.NAMES.FUZZ", "{\"offset\":0}"),
            Map.entry("CONSUMER.LIST.FUZZ", "{\"offset\":0}"),
            Map.entry("CONSUMER.INFO.FUZZ.C", ""),
            Map.entry("CONSUMER.DELETE.FUZZ.C", ""),
            Map.entry("CONSUMER.LEADER.STEPDOWN.FUZZ.C", ""),
            Map.entry("CONSUMER.MSG.NEXT.FUZZ.C", "{\"batch\":1,\"expires\":100000000,\"no_wait\":true}"),
            Map.entry("DIRECT.GET.FUZZ", "{\"seq\":1,\"next_by_subj\":\"fuzz.a\"}"),
            Map.entry("DIRECT.GET.FUZZ.fuzz.a", ""),
            Map.entry("NO.SUCH.CALL", "{}")));

    @TempDir
    Path store;

    @Test
    @Timeout(900)
    void everySpoiltRequestIsAnsweredAndNothingStops() throws Exception {
        long seed = Long.getLong("stationmaster.seed", 20261123);
        JsonMutations mutations = new JsonMutations(new Random(seed));
        int sent = 0;
        Map<String, Integer> outcomes = new TreeMap<>();
        try (Complaints complaints = new Complaints();
                BareBroker broker = BareBroker.start(store);
                Connection connection = broker.connect()) {
            Map<String, Message> answers = new ConcurrentHashMap<>();
            Dispatcher dispatcher = connection.createDispatcher(message -> answers.put(message.getSubject(), message));
            dispatcher.subscribe("answers.>");
            for (int round = 0; round < ROUNDS; round++) {
                prepare(connection);
                answers.clear();
                Map<String, String> asked = new TreeMap<>();
                for (Map.Entry<String, String> call : CALLS.entrySet()) {
                    byte[] body = mutations.spoil(call.getValue());
                    String reply = "answers." + sent++;
                    asked.put(reply, call.getKey() + " " + new String(body, UTF_8));
                    connection.publish("$JS.API." + call.getKey(), reply, body);
                }
                connection.flush(Duration.ofSeconds(5));
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(() -> assertThat(missing(asked, answers))
                                .as("unanswered, seed %d", seed)
                                .isEmpty());
                asked.forEach(
                        (reply, question) -> outcomes.merge(judge(question, answers.get(reply)), 1, Integer::sum));
                assertThat(complaints.heard()).as("seed %d", seed).isEmpty();
            }
            worksAsBefore(connection);
            assertThat(complaints.heard()).as("seed %d", seed).isEmpty();
        }
        System.out.printf("%,d spoilt requests, seed %d, answers: %s%n", sent, seed, outcomes);
    }

    /// A stream with a consumer and messages, whatever the round before has left.
    private static void prepare(Connection connection) throws Exception {
        JetStreamManagement streams = connection.jetStreamManagement();
        for (String name : streams.getStreamNames()) {
            streams.deleteStream(name);
        }
        connection.request("$JS.API.STREAM.CREATE.FUZZ", STREAM.getBytes(UTF_8), Duration.ofSeconds(5));
        for (int i = 0; i < 3; i++) {
            connection.jetStream().publish("fuzz.a", new byte[] {(byte) i});
        }
        connection.request(
                "$JS.API.CONSUMER.DURABLE.CREATE.FUZZ.C",
                ("{\"stream_name\":\"FUZZ\",\"config\":" + CONSUMER + "}").getBytes(UTF_8),
                Duration.ofSeconds(5));
    }

    /// A pull that waits may be answered late or, with a spoilt expiry, never; all else is answered at once.
    private static List<String> missing(Map<String, String> asked, Map<String, Message> answers) {
        List<String> missing = new ArrayList<>();
        asked.forEach((reply, question) -> {
            boolean mayWait = question.startsWith("CONSUMER.MSG.NEXT");
            if (!answers.containsKey(reply) && !mayWait) {
                missing.add(question);
            }
        });
        return missing;
    }

    private static String judge(String question, Message answer) {
        if (answer == null) {
            return "none yet";
        }
        if (question.startsWith("CONSUMER.MSG.NEXT") || question.startsWith("DIRECT.GET")) {
            return answer.getStatus() == null
                    ? "a message"
                    : "status " + answer.getStatus().getCode();
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(answer.getData());
            assertThat(json.path("type").asString()).as(question).startsWith("io.nats.jetstream.api.v1.");
            if (!json.has("error")) {
                return "done";
            }
            assertThat(json.path("error").path("code").intValue())
                    .as(question + json)
                    .isBetween(400, 599);
            assertThat(json.path("error").path("err_code").intValue())
                    .as(question + json)
                    .isBetween(10_000, 10_999);
            assertThat(json.path("error").path("description").asString())
                    .as(question)
                    .isNotEmpty()
                    .doesNotContain("Exception");
            return "error " + json.path("error").path("err_code").intValue();
        } catch (JacksonException e) {
            throw new AssertionError(question + " is answered " + new String(answer.getData(), UTF_8), e);
        }
    }

    private static void worksAsBefore(Connection connection) throws Exception {
        JetStreamManagement streams = connection.jetStreamManagement();
        for (String name : streams.getStreamNames()) {
            streams.deleteStream(name);
        }
        streams.addStream(
                StreamConfiguration.builder().name("after").subjects("after").build());
        for (int i = 0; i < 100; i++) {
            connection.jetStream().publish("after", new byte[] {(byte) i});
        }
        var subscription = connection
                .jetStream()
                .subscribe("after", PullSubscribeOptions.builder().durable("d").build());
        assertThat(subscription.fetch(100, Duration.ofSeconds(5))).hasSize(100).allSatisfy(Message::ack);
    }
}
