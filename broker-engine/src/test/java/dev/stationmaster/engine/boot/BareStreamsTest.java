package dev.stationmaster.engine.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.CompressionOption;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerLimits;
import io.nats.client.api.Placement;
import io.nats.client.api.Republish;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.SubjectTransform;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What streams can do beside storing: settings that are shown, subjects that change, copies for others; with the
/// unmodified Java client against one broker by itself.
class BareStreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String CONSUMER = "{\"stream_name\":\"amounts\",\"config\":{\"durable_name\":\"c\","
            + "\"ack_policy\":\"explicit\",\"deliver_policy\":\"by_start_sequence\",\"opt_start_seq\":%s}}";

    @TempDir
    static Path store;

    private static BareBroker broker;
    private static Connection connection;
    private static JetStream js;
    private static JetStreamManagement jsm;

    @BeforeAll
    static void start() throws Exception {
        broker = BareBroker.start(store);
        connection = broker.connect();
        js = connection.jetStream();
        jsm = connection.jetStreamManagement();
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void settingsAreShownAsTheyWereGiven() throws Exception {
        StreamConfiguration config = jsm.addStream(StreamConfiguration.builder()
                        .name("shown")
                        .placement(Placement.builder().tags("ssd", "eu").build())
                        .compressionOption(CompressionOption.S2)
                        .metadata(Map.of("owner", "me"))
                        .firstSequence(42)
                        .consumerLimits(ConsumerLimits.builder()
                                .inactiveThreshold(Duration.ofSeconds(30))
                                .maxAckPending(7)
                                .build())
                        .build())
                .getConfiguration();
        assertThat(config.getPlacement().getTags()).containsExactly("ssd", "eu");
        assertThat(config.getCompressionOption()).isEqualTo(CompressionOption.S2);
        assertThat(config.getMetadata()).containsEntry("owner", "me");
        assertThat(config.getConsumerLimits().getMaxAckPending()).isEqualTo(7);
        assertThat(js.publish("shown", new byte[1]).getSeqno()).isEqualTo(42);
    }

    @Test
    void consumersKeepToTheirStreamsLimits() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("limited")
                .consumerLimits(ConsumerLimits.builder()
                        .inactiveThreshold(Duration.ofSeconds(30))
                        .maxAckPending(7)
                        .build())
                .build());
        ConsumerConfiguration plain = jsm.addOrUpdateConsumer(
                        "limited",
                        ConsumerConfiguration.builder().durable("plain").build())
                .getConsumerConfiguration();
        assertThat(plain.getMaxAckPending()).isEqualTo(7);
        assertThat(plain.getInactiveThreshold()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> jsm.addOrUpdateConsumer(
                        "limited",
                        ConsumerConfiguration.builder()
                                .durable("greedy")
                                .maxAckPending(8)
                                .build()))
                .hasMessageContaining("consumer max ack pending exceeds system limit of 7 [10121]");
        assertThatThrownBy(() -> jsm.addOrUpdateConsumer(
                        "limited",
                        ConsumerConfiguration.builder()
                                .durable("lazy")
                                .inactiveThreshold(Duration.ofMinutes(1))
                                .build()))
                .hasMessageContaining("consumer inactive threshold exceeds system limit of 30s [10153]");
    }

    @Test
    void amountsBelowNothingAreRefusedAndTheStreamGoesOn() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("amounts")
                .subjects("amounts")
                .build());
        js.publish("amounts", new byte[1]);
        for (String call : List.of("STREAM.PURGE", "STREAM.MSG.GET", "STREAM.MSG.DELETE")) {
            assertThat(ask(call + ".amounts", "{\"seq\":-1}")).contains("10025");
        }
        assertThat(ask("STREAM.PURGE.amounts", "{\"keep\":-1}")).contains("10025");
        assertThat(ask("STREAM.MSG.GET.amounts", "{\"seq\":18446744073709551615}"))
                .contains("10037");
        assertThat(ask("STREAM.MSG.DELETE.amounts", "{}")).contains("10003");
        assertThat(ask("CONSUMER.DURABLE.CREATE.amounts.c", CONSUMER.formatted("-1")))
                .contains("10025");
        assertThat(ask("CONSUMER.DURABLE.CREATE.amounts.c", CONSUMER.formatted("18446744073709551615")))
                .contains("\"num_pending\":0");
        assertThat(js.publish("amounts", new byte[1]).getSeqno()).isEqualTo(2);
        assertThat(ask("STREAM.PURGE.amounts", "{\"keep\":18446744073709551615}"))
                .contains("\"purged\":0");
        assertThat(ask("STREAM.PURGE.amounts", "{\"seq\":18446744073709551615}"))
                .contains("\"purged\":2");
        Message acknowledged = connection.request("amounts", new byte[1], PATIENCE);
        assertThat(acknowledged.getData()).asString(UTF_8).isEqualTo("{\"stream\":\"amounts\", \"seq\":3}");
    }

    private static String ask(String call, String body) throws Exception {
        Message answer = connection.request("$JS.API." + call, body.getBytes(UTF_8), PATIENCE);
        assertThat(answer).as(call + " " + body).isNotNull();
        return new String(answer.getData(), UTF_8);
    }

    @Test
    void replacedMessagesDoNotHoldUpTheirConsumer() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("replaced")
                .subjects("replaced.>")
                .maxMessagesPerSubject(1)
                .build());
        for (String subject : List.of("a", "b", "c", "d", "e")) {
            js.publish("replaced." + subject, new byte[1]);
        }
        var pull = js.subscribe(
                "replaced.>",
                PullSubscribeOptions.builder()
                        .durable("c")
                        .configuration(
                                ConsumerConfiguration.builder().maxAckPending(3).build())
                        .build());
        assertThat(pull.fetch(3, PATIENCE)).hasSize(3);
        js.publish("replaced.b", new byte[1]);
        js.publish("replaced.c", new byte[1]);
        assertThat(jsm.getConsumerInfo("replaced", "c").getNumAckPending()).isEqualTo(1);
        assertThat(pull.fetch(2, Duration.ofSeconds(2))).hasSize(2);
        js.publish("replaced.d", new byte[1]);
        assertThat(pull.fetch(1, Duration.ofSeconds(2))).hasSize(1);
    }

    @Test
    void rollUpsAreNamedInAnyCase() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("rolled")
                .subjects("rolled.*")
                .allowRollup(true)
                .build());
        js.publish("rolled.a", new byte[1]);
        js.publish("rolled.b", new byte[1]);
        js.publish("rolled.a", new Headers().add("Nats-Rollup", "SUB"), new byte[1]);
        assertThat(messagesOf("rolled")).isEqualTo(2);
        js.publish("rolled.a", new Headers().add("Nats-Rollup", "All").add("other", "Kept"), new byte[1]);
        assertThat(messagesOf("rolled")).isEqualTo(1);
        assertThat(jsm.getLastMessage("rolled", "rolled.a").getHeaders().getFirst("other"))
                .isEqualTo("Kept");
    }

    private static long messagesOf(String stream) throws Exception {
        return jsm.getStreamInfo(stream).getStreamState().getMsgCount();
    }

    @Test
    void subjectsAreTransformedBeforeStoring() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("mapped")
                .subjects("in.>")
                .subjectTransform(SubjectTransform.builder()
                        .source("in.*.*")
                        .destination("out.{{partition(4,1)}}.$2.{{wildcard(1)}}")
                        .build())
                .build());
        js.publish("in.a.b", "1".getBytes());
        js.publish("in.a", "2".getBytes());
        assertThat(jsm.getMessage("mapped", 1).getSubject()).isEqualTo("out.0.b.a");
        assertThat(jsm.getMessage("mapped", 2).getSubject()).isEqualTo("in.a");
        assertThat(jsm.getStreamInfo("mapped")
                        .getConfiguration()
                        .getSubjectTransform()
                        .getSource())
                .isEqualTo("in.*.*");
    }

    @Test
    void storedMessagesArePublishedAgain() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("told")
                .subjects("told.>")
                .republish(Republish.builder()
                        .source("told.>")
                        .destination("news.>")
                        .build())
                .build());
        jsm.addStream(StreamConfiguration.builder()
                .name("sizes")
                .subjects("sizes.>")
                .maxMessagesPerSubject(1)
                .republish(Republish.builder()
                        .source(">")
                        .destination("bytes.>")
                        .headersOnly(true)
                        .build())
                .build());
        Subscription news = connection.subscribe("news.>");
        Subscription bytes = connection.subscribe("bytes.>");
        connection.flush(PATIENCE);
        js.publish("told.a", "one".getBytes());
        js.publish("told.b", "two".getBytes());
        js.publish("told.a", "three".getBytes());
        assertRepublished(news.nextMessage(PATIENCE), "news.a", "told", "told.a", 1, 0);
        assertRepublished(news.nextMessage(PATIENCE), "news.b", "told", "told.b", 2, 0);
        Message third = news.nextMessage(PATIENCE);
        assertRepublished(third, "news.a", "told", "told.a", 3, 1);
        assertThat(third.getData()).isEqualTo("three".getBytes());

        js.publish("sizes.x", "12345".getBytes());
        js.publish("sizes.x", "123456".getBytes());
        assertRepublished(bytes.nextMessage(PATIENCE), "bytes.sizes.x", "sizes", "sizes.x", 1, 0);
        Message last = bytes.nextMessage(PATIENCE);
        assertRepublished(last, "bytes.sizes.x", "sizes", "sizes.x", 2, 1);
        assertThat(last.getData()).isEmpty();
        assertThat(last.getHeaders().getFirst("Nats-Msg-Size")).isEqualTo("6");
    }

    @Test
    void eventsAreToldToWhoeverListens() throws Exception {
        Subscription events = connection.subscribe("$JS.EVENT.>");
        connection.flush(PATIENCE);
        jsm.addStream(StreamConfiguration.builder().name("watched").build());
        assertEvent(events, "ADVISORY.STREAM.CREATED.watched", "advisory.v1.stream_action", "\"action\":\"create\"");
        jsm.updateStream(
                StreamConfiguration.builder().name("watched").description("d").build());
        assertEvent(events, "ADVISORY.STREAM.UPDATED.watched", "advisory.v1.stream_action", "\"action\":\"modify\"");
        js.publish("watched", new byte[1]);
        ConsumerConfiguration consumer = ConsumerConfiguration.builder()
                .durable("c")
                .maxDeliver(2)
                .ackWait(Duration.ofMillis(300))
                .sampleFrequency("100%")
                .build();
        var pull = js.subscribe(
                "watched",
                PullSubscribeOptions.builder().configuration(consumer).build());
        assertEvent(events, "ADVISORY.CONSUMER.CREATED.watched.c", "advisory.v1.consumer_action", "\"consumer\":\"c\"");
        pull.fetch(1, PATIENCE).getFirst().nak();
        assertEvent(events, "ADVISORY.CONSUMER.MSG_NAKED.watched.c", "advisory.v1.nak", "\"consumer_seq\":1");
        assertThat(pull.fetch(1, PATIENCE)).hasSize(1);
        assertEvent(
                events, "ADVISORY.CONSUMER.MAX_DELIVERIES.watched.c", "advisory.v1.max_deliver", "\"deliveries\":2");
        js.publish("watched", new byte[1]);
        pull.fetch(1, PATIENCE).getFirst().ack();
        assertEvent(events, "METRIC.CONSUMER.ACK.watched.c", "metric.v1.consumer_ack", "\"stream_seq\":2");
        js.publish("watched", new byte[1]);
        pull.fetch(1, PATIENCE).getFirst().term();
        assertEvent(events, "ADVISORY.CONSUMER.MSG_TERMINATED.watched.c", "advisory.v1.terminated", "\"stream_seq\":3");
        jsm.deleteConsumer("watched", "c");
        assertEvent(
                events, "ADVISORY.CONSUMER.DELETED.watched.c", "advisory.v1.consumer_action", "\"action\":\"delete\"");
        jsm.deleteStream("watched");
        assertEvent(events, "ADVISORY.STREAM.DELETED.watched", "advisory.v1.stream_action", "\"action\":\"delete\"");
    }

    @Test
    void eventsCanBeKeptInAStream() throws Exception {
        jsm.addStream(StreamConfiguration.builder()
                .name("events")
                .subjects("$JS.EVENT.ADVISORY.STREAM.*.kept")
                .build());
        jsm.addStream(StreamConfiguration.builder().name("kept").build());
        await().until(() -> jsm.getStreamInfo("events").getStreamState().getMsgCount() == 1);
    }

    @Test
    void callsOfTheApiAreToldWithTheirAnswers() throws Exception {
        Subscription audit = connection.subscribe("$JS.EVENT.ADVISORY.API");
        connection.flush(PATIENCE);
        Message answer = connection.request("$JS.API.STREAM.INFO.nobody", new byte[0], PATIENCE);
        assertThat(new String(answer.getData(), StandardCharsets.UTF_8)).contains("10059");
        Message event = audit.nextMessage(PATIENCE);
        assertThat(new String(event.getData(), StandardCharsets.UTF_8))
                .contains(
                        "\"type\":\"io.nats.jetstream.advisory.v1.api_audit\"",
                        "\"subject\":\"$JS.API.STREAM.INFO.nobody\"",
                        "stream not found",
                        "\"lang\":\"java\"");
        audit.unsubscribe();
    }

    @Test
    void theAccountCountsWhatIsReservedAndRefused() throws Exception {
        long errors = jsm.getAccountStatistics().getApi().getErrorCount();
        assertThatThrownBy(() -> jsm.getStreamInfo("nobody")).hasMessageContaining("10059");
        jsm.addStream(StreamConfiguration.builder()
                .name("reserved")
                .maxBytes(1_000_000)
                .build());
        assertThatThrownBy(() -> jsm.getConsumerInfo("reserved", "nobody")).hasMessageContaining("10014");
        var account = jsm.getAccountStatistics();
        assertThat(account.getApi().getErrorCount()).isGreaterThanOrEqualTo(errors + 2);
        assertThat(account.getReservedStorage()).isGreaterThanOrEqualTo(1_000_000);
        assertThat(account.getApi().getTotalApiRequests()).isGreaterThan(3);
    }

    private static void assertEvent(Subscription events, String subject, String type, String part) throws Exception {
        Message event = events.nextMessage(PATIENCE);
        while (event != null && !event.getSubject().equals("$JS.EVENT." + subject)) {
            event = events.nextMessage(PATIENCE);
        }
        assertThat(event).as(subject).isNotNull();
        assertThat(new String(event.getData(), StandardCharsets.UTF_8))
                .contains("\"type\":\"io.nats.jetstream." + type + "\"", part, "\"id\":\"", "\"timestamp\":\"20");
    }

    private static void assertRepublished(
            Message copy, String subject, String stream, String original, long sequence, long before) {
        assertThat(copy.getSubject()).isEqualTo(subject);
        assertThat(copy.getHeaders().getFirst("Nats-Stream")).isEqualTo(stream);
        assertThat(copy.getHeaders().getFirst("Nats-Subject")).isEqualTo(original);
        assertThat(copy.getHeaders().getFirst("Nats-Sequence")).isEqualTo(String.valueOf(sequence));
        assertThat(copy.getHeaders().getFirst("Nats-Last-Sequence")).isEqualTo(String.valueOf(before));
        assertThat(copy.getHeaders().getFirst("Nats-Time-Stamp")).startsWith("20");
    }
}
