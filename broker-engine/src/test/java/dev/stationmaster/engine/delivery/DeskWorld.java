package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.account.AccountUsage;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.partition.LeaderSide.DeadLetter;
import dev.stationmaster.engine.partition.PartitionView;
import dev.stationmaster.engine.stream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A leader with a fake group and a fake router, spoken to like a client would.
public final class DeskWorld implements DeadLetterSink {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    public static final ClientIdentity CLIENT = new ClientIdentity(7, 1, "root", "", "go", true, false);

    public final FakeRouter router = new FakeRouter();
    public final FakeGroup group = new FakeGroup();
    public final List<String> deadLetters = new ArrayList<>();
    public LeaderDesk desk;
    private int replies;

    public DeskWorld() {
        takeOver();
    }

    public void takeOver() {
        desk = new LeaderDesk(group, router, this, 1, "node-1", "", AccountUsage.unlimited(), ClusterFacts.NONE);
        group.lead(desk);
    }

    public DeskWorld stream(String name, String... subjects) {
        group.create(StreamConfig.of(name, List.of(subjects)));
        return this;
    }

    public void store(String stream, String subject, int count) {
        for (int i = 0; i < count; i++) {
            group.store(stream, subject, new byte[0], "m" + i);
        }
    }

    public JsonNode call(String subject, String body) {
        String reply = "_R." + ++replies;
        send(subject, reply, body);
        return JSON.readTree(router.take(reply).getFirst().payload());
    }

    public void send(String subject, String reply, String body) {
        desk.onRequest(new GroupRequest(
                new Message(subject, reply, new byte[0], body.getBytes(StandardCharsets.UTF_8)), CLIENT));
        group.run();
    }

    public JsonNode consumer(String stream, String name, String config) {
        return call(
                "$JS.API.CONSUMER.DURABLE.CREATE." + stream + "." + name,
                "{\"stream_name\":\"" + stream + "\",\"config\":{\"durable_name\":\"" + name
                        + "\",\"ack_policy\":\"explicit\"" + (config.isEmpty() ? "" : "," + config) + "}}");
    }

    public JsonNode info(String stream, String name) {
        return call("$JS.API.CONSUMER.INFO." + stream + "." + name, "");
    }

    public void pull(String stream, String consumer, String inbox, String body) {
        send("$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer, inbox, body);
    }

    public void ack(Message delivery, String payload) {
        send(delivery.reply(), "", payload);
    }

    /// What an inbox got: messages as `#sequence*deliveries(pending)`, statuses as their line.
    public String got(String inbox) {
        List<String> words = new ArrayList<>();
        for (FakeRouter.Sent sent : router.take(inbox)) {
            words.add(sent.status().isEmpty() ? describe(sent.message()) : sent.status());
        }
        return String.join(", ", words);
    }

    static String describe(Message message) {
        String[] tokens = message.reply().split("\\.");
        return "#" + tokens[5] + "*" + tokens[4] + "(" + tokens[8] + ")";
    }

    public List<Message> messages(String inbox) {
        return router.take(inbox).stream()
                .filter(sent -> sent.status().isEmpty())
                .map(FakeRouter.Sent::message)
                .toList();
    }

    @Override
    public void take(GroupContext context, PartitionView partition, DeadLetter letter) {
        deadLetters.add(letter.consumer() + "#" + letter.message().sequence() + "*" + letter.deliveries()
                + (letter.reason().isEmpty() ? "" : " " + letter.reason()));
    }

    @Override
    public void takeSettled(PartitionView partition, String consumer, long sequence, String reason) {
        deadLetters.add(consumer + "#" + sequence + " settled " + reason);
    }
}
