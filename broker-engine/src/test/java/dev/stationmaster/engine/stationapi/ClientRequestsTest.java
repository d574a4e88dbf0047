package dev.stationmaster.engine.stationapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.DeadLetterStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ClientRequestsTest {
    private static final String PRODUCER = "$memphis_producer_creations";
    private static final String CONSUMER = "$memphis_consumer_creations";
    private final StationWorld world = new StationWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private String member(String name, String group, String more) {
        return "{\"name\":\"" + name + "\",\"station_name\":\"Orders.x\",\"connection_id\":\"c1\","
                + "\"consumer_type\":\"application\",\"consumers_group\":\"" + group + "\",\"max_ack_time_ms\":1000,"
                + "\"max_msg_deliveries\":2,\"start_consume_from_sequence\":1,\"last_messages\":-1,"
                + "\"req_version\":4,\"username\":\"root\",\"app_id\":\"app\",\"sdk_lang\":\"node.js\"" + more + "}";
    }

    private String producer(String more) {
        return "{\"name\":\"P1\",\"station_name\":\"Orders.x\",\"connection_id\":\"c1\",\"req_version\":4,"
                + "\"producer_type\":\"application\",\"username\":\"root\",\"app_id\":\"a\",\"sdk_lang\":\"go\"" + more
                + "}";
    }

    private JsonNode info(String stream, String consumer) {
        return world.json("$JS.API.CONSUMER.INFO." + stream + "." + consumer, "");
    }

    @Test
    void aProducerOfAnUnknownStationMakesTheDefaultOne() {
        assertThat(world.ask(PRODUCER, producer("")))
                .isEqualTo("{\"schema_update\":{\"schema_name\":\"\",\"active_version\":{\"version_number\":0,"
                        + "\"descriptor\":\"\",\"schema_content\":\"\",\"message_struct_name\":\"\"},\"type\":\"\"},"
                        + "\"partitions_update\":{\"partitions_list\":[1]},\"schemaverse_to_dls\":true,"
                        + "\"send_notification\":false,\"station_version\":2,"
                        + "\"station_partitions_first_functions\":{},\"error\":\"\"}");
        assertThat(world.stations.get("orders.x").settings().retentionValue()).isEqualTo(3600);
        await().until(() -> world.stores.producers().ofStation("orders.x", 10).size() == 1);
        var row = world.stores.producers().ofStation("orders.x", 10).getFirst().client();
        assertThat(row.name()).isEqualTo("p1");
        assertThat(row.connectionId()).isEqualTo("c1");
        assertThat(row.sdk()).isEqualTo("go");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"producer_type\":\"x\" | producer type has to be one of the following application/connector",
                "\"username\":\"nobody\" | User nobody does not exist",
                "\"name\":\"\" | Producer name can not be empty",
                "\"req_version\":1 | this station does not exist, a default station can not be created automatically,"
                        + " please upgrade your SDK version",
            })
    void producersAreRefusedInsideJson(String change, String text) {
        JsonNode answer = world.json(PRODUCER, producer("," + change));
        assertThat(answer.get("error").asString()).isEqualTo(text.strip());
        assertThat(answer.has("schema_update")).isTrue();
    }

    @Test
    void anOldSdkMayNotProduceToPartitions() {
        world.ask(PRODUCER, producer(""));
        assertThat(world.json(PRODUCER, producer(",\"req_version\":1"))
                        .get("error")
                        .asString())
                .isEqualTo("to produce to this station please upgrade your SDK version");
    }

    @Test
    void rightsAreChecked() {
        world.users.put(
                "app",
                new dev.stationmaster.engine.meta.UserRef(
                        "app", "application", "", true, List.of("read*"), List.of("orders*"), List.of(), List.of()));
        ClientIdentity app = new ClientIdentity(9, 1, "app", "c9::app", "go", true, false);
        assertThat(world.ask(PRODUCER, producer(""), app)).contains("\"error\":\"\"");
        assertThat(world.ask(PRODUCER, producer(",\"station_name\":\"other\""), app))
                .contains("user root is not allowed to create station other");
        assertThat(world.ask(CONSUMER, member("c", "g", ",\"username\":\"app$1\""), app))
                .isEqualTo("user app is not allowed to access station orders.x");
    }

    @Test
    void destroyingAProducerAlwaysSucceeds() {
        world.ask(PRODUCER, producer(""));
        String body = "{\"name\":\"P1\",\"station_name\":\"orders.x\",\"username\":\"root\",\"connection_id\":\"c1\","
                + "\"req_version\":1}";
        assertThat(world.ask("$memphis_producer_destructions", body)).isEmpty();
        await().until(() -> world.stores.producers().ofStation("orders.x", 10).isEmpty());
        assertThat(world.ask("$memphis_producer_destructions", body)).isEmpty();
    }

    @Test
    void aConsumerMakesItsGroupOnEveryPartition() {
        world.ask(
                "$memphis_station_creations", "{\"name\":\"orders.x\",\"partitions_number\":2,\"username\":\"root\"}");
        assertThat(world.ask(CONSUMER, member("C1", "My.Group", "")))
                .endsWith("\"partitions_update\":{\"partitions_list\":[1,2]},\"error\":\"\"}");
        JsonNode config = info("orders#x$2", "my#group").get("config");
        assertThat(config.toString())
                .isEqualTo("{\"durable_name\":\"my#group\",\"name\":\"my#group\",\"deliver_policy\":\"all\","
                        + "\"ack_policy\":\"explicit\",\"ack_wait\":1000000000,\"max_deliver\":2,"
                        + "\"filter_subject\":\"orders#x$2.final\",\"replay_policy\":\"instant\",\"max_waiting\":512,"
                        + "\"max_ack_pending\":-1,\"num_replicas\":0}");
    }

    @Test
    void javaClientsGetNoErrorField() {
        assertThat(world.ask(CONSUMER, member("c", "g", ""), StationWorld.JAVA)).doesNotContain("error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"start_consume_from_sequence\":0 | startConsumeFromSequence has to be a positive number",
                "\"last_messages\":-2 | min value for LastMessages is -1",
                "\"start_consume_from_sequence\":5,\"last_messages\":1 | consumer creation options can't contain both"
                        + " startConsumeFromSequence and lastMessages",
                "\"consumer_type\":\"x\" | consumer type has to be one of the following application/connector and not x",
                "\"name\":\"_\" | Consumer name can not start or end with non alphanumeric character",
                "\"username\":\"nobody\" | user does not exist",
                "\"req_version\":1 | This station does not exist, a default station can not be created automatically,"
                        + " please upgrade your SDK version",
            })
    void consumersAreRefusedInPlainText(String change, String text) {
        assertThat(world.ask(CONSUMER, member("c", "g", "," + change))).isEqualTo(text.strip());
    }

    @Test
    void startPositionsAreCountedPerPartition() {
        world.ask(CONSUMER, member("c0", "g0", ""));
        for (int i = 0; i < 5; i++) {
            world.store("orders#x$1", "p", "m");
        }
        world.ask(CONSUMER, member("c1", "g1", ",\"last_messages\":2"));
        world.ask(CONSUMER, member("c2", "g2", ",\"last_messages\":0"));
        world.ask(CONSUMER, member("c3", "g3", ",\"start_consume_from_sequence\":3"));
        assertThat(info("orders#x$1", "g0").get("num_pending").asInt()).isEqualTo(5);
        assertThat(info("orders#x$1", "g1").get("num_pending").asInt()).isEqualTo(2);
        assertThat(info("orders#x$1", "g2").get("num_pending").asInt()).isZero();
        assertThat(info("orders#x$1", "g3").get("num_pending").asInt()).isEqualTo(3);
    }

    @Test
    void aLaterMemberChangesLimitsButNotThePosition() {
        world.ask(CONSUMER, member("c1", "g", ""));
        world.store("orders#x$1", "p", "m");
        assertThat(world.ask(CONSUMER, member("c2", "g", ",\"max_ack_time_ms\":5000,\"last_messages\":1")))
                .contains("\"error\":\"\"");
        JsonNode info = info("orders#x$1", "g");
        assertThat(info.get("config").get("ack_wait").asLong()).isEqualTo(5_000_000_000L);
        assertThat(info.get("config").get("deliver_policy").asString()).isEqualTo("all");
    }

    @Test
    void theGroupGoesWithItsLastActiveMember() {
        world.ask(CONSUMER, member("c1", "g", ""));
        world.ask(CONSUMER, member("c2", "g", ""));
        String leave = "{\"name\":\"%s\",\"station_name\":\"Orders.X\",\"username\":\"root\",\"connection_id\":\"c1\"}";
        assertThat(world.ask("$memphis_consumer_destructions", leave.formatted("C1")))
                .isEmpty();
        assertThat(info("orders#x$1", "g").has("config")).isTrue();
        assertThat(world.ask("$memphis_consumer_destructions", leave.formatted("c2")))
                .isEmpty();
        assertThat(info("orders#x$1", "g").get("error").get("err_code").asInt()).isEqualTo(10014);
        assertThat(world.ask("$memphis_consumer_destructions", leave.formatted("c2")))
                .isEqualTo("Consumer c2 at station orders.x does not exist");
    }

    @Test
    void rowsFollowTheConnection() {
        world.roster.onConnected(StationWorld.JS);
        world.ask(PRODUCER, producer(",\"connection_id\":\"11111111-aaaa\""));
        world.roster.onConnected(StationWorld.JS);
        world.roster.onDisconnected(StationWorld.JS);
        await().until(() -> world.stores.producers().all(10).stream()
                .anyMatch(row -> row.client().active()));
        world.roster.onDisconnected(StationWorld.JS);
        await().until(() -> world.stores.producers().all(10).stream()
                .noneMatch(row -> row.client().active()));
        world.roster.onConnected(StationWorld.JS);
        await().until(() -> world.stores.producers().all(10).stream()
                .allMatch(row -> row.client().active()));
    }

    @Test
    void anExhaustedMessageBecomesARowIsResentToItsGroupAndGoesWithItsAck() {
        world.ask(
                "$memphis_station_creations",
                "{\"name\":\"orders.x\",\"partitions_number\":1,\"username\":\"root\",\"dls_station\":\"dead\","
                        + "\"dls_configuration\":{\"poison\":true}}");
        world.ask(CONSUMER, member("c", "My.Group", ",\"max_msg_deliveries\":1"));
        world.store("orders#x$1", "p1", "body");
        world.tell("$JS.API.CONSUMER.MSG.NEXT.orders#x$1.my#group", "");
        world.router.publish(
                new dev.stationmaster.engine.message.Message(
                        "$JS.API.CONSUMER.MSG.NEXT.orders#x$1.my#group", "inbox", new byte[0], new byte[0]),
                StationWorld.JS);
        world.advance(1500);
        DeadLetterStore letters = world.stores.deadLetters();
        await().until(() -> letters.countByStation().containsKey("orders.x"));
        DeadLetter letter = letters.list(DeadLetterStore.Filter.ofAll(10, 100)).getFirst();
        assertThat(letter.groups()).containsExactly("my.group");
        assertThat(letter.producer()).isEqualTo("p1");
        assertThat(letter.payload()).isEqualTo("body".getBytes());
        await().until(() ->
                world.router.sent.stream().anyMatch(sent -> sent.route().equals("dead$1.final")));
        String copy = new String(
                world.router.take("dead$1.final").getFirst().message().headers());
        assertThat(copy)
                .contains("station: orders.x\r\n")
                .contains("type: unacked\r\n")
                .contains("k: v\r\n");

        assertThat(world.ask("$SM.API.DLS.RESEND", "{\"ids\":[" + letter.id() + "]}"))
                .isEqualTo("{\"sent\":1,\"noMember\":[],\"error\":\"\"}");
        var resent =
                world.router.take("$memphis_dls_orders#x.my#group").getFirst().message();
        assertThat(resent.reply()).isEmpty();
        assertThat(new String(resent.headers()))
                .contains("$memphis_pm_id: " + letter.id())
                .contains("$memphis_pm_cg_name: my.group")
                .contains("$memphis_producedBy: $memphis_dls")
                .doesNotContain("p1");
        assertThat(world.router.take("$memphis_dls_orders#x_my#group")).hasSize(1);
        world.tell("$memphis_pm_acks", "{\"id\":\"" + letter.id() + "\",\"cg_name\":\"my.group\"}");
        await().until(() -> letters.countByStation().isEmpty());
    }

    @Test
    void nobodyOnlineLeavesTheRow() {
        world.router.deaf.addAll(List.of("$memphis_dls_s.g", "$memphis_dls_s_g"));
        long id = world.stores
                .deadLetters()
                .add(new dev.stationmaster.metadata.NewDeadLetter(
                        "s",
                        1,
                        1,
                        1,
                        DeadLetter.Kind.POISON,
                        "g",
                        "",
                        1,
                        "p",
                        java.util.Map.of(),
                        new byte[0],
                        java.time.Instant.now(),
                        java.time.Instant.now()));
        assertThat(world.ask("$SM.API.DLS.RESEND", "{\"ids\":[" + id + "]}"))
                .isEqualTo("{\"sent\":0,\"noMember\":[" + id + "],\"error\":\"\"}");
    }

    @Test
    void aSchemaFailureIsStoredOnceAlsoWithOddHex() {
        world.ask(PRODUCER, producer(""));
        world.tell(
                "$memphis_schemaverse_dls",
                "{\"station_name\":\"orders#x\",\"producer\":{\"name\":\"p1\",\"connection_id\":\"c1\"},"
                        + "\"message\":{\"data\":\"7b7d\",\"headers\":{\"a\":\"b\"}},\"validation_error\":\"no name\"}");
        world.tell(
                "$memphis_schemaverse_dls",
                "{\"station_name\":\"orders#x\",\"message\":{\"data\":\"abc\"},\"validation_error\":\"x\"}");
        DeadLetterStore letters = world.stores.deadLetters();
        await().until(() -> letters.countByStation().getOrDefault("orders.x", 0L) == 2);
        List<DeadLetter> rows = letters.list(DeadLetterStore.Filter.ofAll(10, 100));
        assertThat(rows).extracting(row -> new String(row.payload())).containsExactlyInAnyOrder("{}", "abc");
        assertThat(rows).allMatch(row -> row.kind() == DeadLetter.Kind.SCHEMA);
    }

    @Test
    void schemasAreMadeAttachedAndPushed() {
        world.ask(PRODUCER, producer(""));
        String make = "{\"name\":\"s1\",\"type\":\"%s\",\"created_by_username\":\"root\",\"schema_content\":\"%s\","
                + "\"message_struct_name\":\"\"}";
        assertThat(world.ask("$memphis_schema_creations", make.formatted("json", "{}")))
                .isEqualTo("{\"error\":\"\"}");
        assertThat(world.ask("$memphis_schema_creations", make.formatted("json", "{}")))
                .contains("s1 already exists in the db with the same schema content");
        assertThat(world.ask("$memphis_schema_creations", make.formatted("json", "{ }")))
                .isEqualTo("{\"error\":\"\"}");
        assertThat(world.ask("$memphis_schema_creations", make.formatted("graphql", "type A { b: C }")))
                .contains("s1 already exist with type - json");
        assertThat(world.ask("$memphis_schema_creations", make.formatted("json", "{")))
                .contains("your json schema is invalid");

        String attach = "{\"name\":\"%s\",\"station_name\":\"%s\",\"username\":\"root\"}";
        assertThat(world.ask("$memphis_schema_attachments", attach.formatted("s1", "nope")))
                .isEqualTo("memphis: Station nope does not exist");
        assertThat(world.ask("$memphis_schema_attachments", attach.formatted("nope", "orders.x")))
                .isEqualTo("Schema nope does not exist");
        assertThat(world.ask("$memphis_schema_attachments", attach.formatted("s1", "Orders.X")))
                .isEmpty();
        assertThat(world.router
                        .take("$memphis_schema_updates_orders#x")
                        .getFirst()
                        .payload())
                .isEqualTo(
                        "{\"UpdateType\":1,\"init\":{\"schema_name\":\"s1\",\"active_version\":{\"version_number\":1,"
                                + "\"descriptor\":\"\",\"schema_content\":\"{}\",\"message_struct_name\":\"\"},"
                                + "\"type\":\"json\"}}");
        assertThat(world.json(PRODUCER, producer(""))
                        .get("schema_update")
                        .get("schema_name")
                        .asString())
                .isEqualTo("s1");
        assertThat(world.ask("$memphis_schema_detachments", "{\"station_name\":\"orders.x\",\"username\":\"root\"}"))
                .isEmpty();
        assertThat(world.router
                        .take("$memphis_schema_updates_orders#x")
                        .getFirst()
                        .payload())
                .startsWith("{\"UpdateType\":2,\"init\":{\"schema_name\":\"\"");
    }

    @Test
    void aGivenUpMessageIsRecordedWithItsReason() {
        world.ask(CONSUMER, member("c", "g", ""));
        world.store("orders#x$1", "p1", "body");
        world.router.publish(
                new dev.stationmaster.engine.message.Message(
                        "$JS.API.CONSUMER.MSG.NEXT.orders#x$1.g", "inbox", new byte[0], new byte[0]),
                StationWorld.JS);
        String ack = world.router.take("inbox").getFirst().message().reply();
        world.tell(ack, "+TERM");
        world.tell(
                "$memphis_nacked_dls",
                "{\"station_name\":\"orders#x\",\"error\":\"bad\",\"partition\":-1,\"cg_name\":\"G\",\"seq\":1}");
        DeadLetterStore letters = world.stores.deadLetters();
        await().until(() -> {
            world.advance(30);
            return letters.countByStation().containsKey("orders.x");
        });
        assertThat(letters.list(DeadLetterStore.Filter.ofAll(10, 100))
                        .getFirst()
                        .reason())
                .isEqualTo("bad");
    }
}
