package dev.stationmaster.engine.jsapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.stationapi.StationWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JetStreamApiTest {
    private final StationWorld world = new StationWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private JsonNode api(String call, String body) {
        return world.json("$JS.API." + call, body);
    }

    private void stream(String more) {
        api("STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s.>\"]" + more + "}");
    }

    private void store(String subject, String payload) {
        world.group.store("S", subject, new byte[0], payload);
    }

    @Test
    void createsAStreamWithDefaultsAndTellsAllOfIt() {
        JsonNode answer = api("STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s.>\"],\"unknown\":1}");
        assertThat(answer.get("type").asString()).isEqualTo("io.nats.jetstream.api.v1.stream_create_response");
        assertThat(answer.get("did_create").asBoolean()).isTrue();
        assertThat(answer.get("config").toString())
                .isEqualTo("{\"name\":\"S\",\"subjects\":[\"s.>\"],\"retention\":\"limits\",\"max_consumers\":-1,"
                        + "\"max_msgs\":-1,\"max_bytes\":-1,\"max_age\":0,\"max_msgs_per_subject\":-1,"
                        + "\"max_msg_size\":-1,\"discard\":\"old\",\"storage\":\"file\",\"num_replicas\":1,"
                        + "\"duplicate_window\":120000000000,\"compression\":\"none\",\"allow_direct\":false,"
                        + "\"mirror_direct\":false,\"sealed\":false,\"deny_delete\":false,\"deny_purge\":false,"
                        + "\"allow_rollup_hdrs\":false,\"consumer_limits\":{}}");
        assertThat(answer.get("state").toString())
                .isEqualTo("{\"messages\":0,\"bytes\":0,\"first_seq\":0,\"first_ts\":\"0001-01-01T00:00:00Z\","
                        + "\"last_seq\":0,\"last_ts\":\"0001-01-01T00:00:00Z\",\"consumer_count\":0}");
        assertThat(api("STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s.>\"]}")
                        .has("error"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STREAM.CREATE.T | {nonsense | 10025 | invalid JSON",
                "STREAM.CREATE.T | {\"name\":\"U\"} | 10056 | stream name in subject does not match request",
                "STREAM.CREATE.T | {\"name\":\"T\",\"retention\":\"x\"} | 10025 | invalid JSON",
                "STREAM.CREATE.T | {\"name\":\"T\",\"subjects\":[\"s.a\"]} | 10065 | subjects overlap with an existing"
                        + " stream",
                "STREAM.CREATE.S | {\"name\":\"S\",\"subjects\":[\"x\"]} | 10058 | stream name already in use with a"
                        + " different configuration",
                "STREAM.CREATE.T | {\"name\":\"T\",\"subjects\":[\"a\",\"a\"]} | 10052 | duplicate subjects detected",
                "STREAM.CREATE.T | {\"name\":\"T\",\"subjects\":[\"a..b\"]} | 10052 | invalid subject",
                "STREAM.CREATE.T | {\"name\":\"T\",\"max_age\":5} | 10052 | max age needs to be >= 100ms",
                "STREAM.CREATE.T | {\"name\":\"T\",\"num_replicas\":6} | 10052 | maximum replicas is 5",
                "STREAM.CREATE.T | {\"name\":\"T\",\"num_replicas\":-1} | 10133 | replicas count cannot be negative",
                "STREAM.CREATE.T | {\"name\":\"T\",\"mirror\":{\"name\":\"S\"},\"subjects\":[\"t\"]} | 10034 | stream mirrors can not contain subjects",
                "STREAM.CREATE.T | {\"name\":\"T\",\"mirror\":{\"name\":\"S\"},\"sources\":[{\"name\":\"S\"}]} | 10031 | stream mirrors can not also contain other sources",
                "STREAM.CREATE.T | {\"name\":\"T\",\"mirror\":{\"name\":\"S\"},\"first_seq\":9} | 10143 | stream mirrors can not have first sequence configured",
                "STREAM.CREATE.T | {\"name\":\"T\",\"mirror\":{\"name\":\"a.b\"}} | 10142 | mirrored stream name is invalid",
                "STREAM.CREATE.T | {\"name\":\"T\",\"mirror\":{\"name\":\"T\"}} | 10052 | detected cycle",
                "STREAM.CREATE.T | {\"name\":\"T\",\"sources\":[{\"name\":\"T\"}]} | 10052 | detected cycle",
                "STREAM.CREATE.T | {\"name\":\"T\",\"sources\":[{\"name\":\"a.b\"}]} | 10141 | sourced stream name is invalid",
                "STREAM.CREATE.T | {\"name\":\"T\",\"sources\":[{\"name\":\"A\"},{\"name\":\"A\"}]} | 10140 | duplicate source configuration detected",
                "STREAM.CREATE.T | {\"name\":\"T\",\"sources\":[{\"name\":\"A\",\"filter_subject\":\"a..b\"}]} | 10145 | source subject filter is invalid",
                "STREAM.CREATE.T | {\"name\":\"T\",\"mirror_direct\":true} | 10052 | stream has no mirror but does have mirror direct",
                "STREAM.CREATE.T | {\"name\":\"T\",\"sealed\":true} | 10052 | stream configuration for create can not be sealed",
                "STREAM.CREATE.T | {\"name\":\"T\",\"republish\":{\"src\":\">\",\"dest\":\"T\"}} | 10052 | stream configuration for republish destination forms a cycle",
                "STREAM.CREATE.T | {\"name\":\"T\",\"subject_transform\":{\"src\":\"a.*\",\"dest\":\"b.$2\"}} | 10156 | stream transform: invalid mapping destination: wildcard index out of range in $2: [2] of 1",
                "STREAM.CREATE.T | {\"name\":\"T\",\"subjects\":[\"$JS.API.x\"]} | 10052 | subjects that overlap with"
                        + " jetstream api require no-ack to be true",
                "STREAM.CREATE.a$1 | {\"name\":\"a$1\"} | 10052 | stream name 'a$1' belongs to a station or to the broker"
                        + " itself",
                "STREAM.UPDATE.S | {\"name\":\"S\",\"storage\":\"memory\",\"subjects\":[\"s.>\"]} | 10052 | stream"
                        + " configuration update can not change storage type",
                "STREAM.UPDATE.X | {\"name\":\"X\"} | 10059 | stream not found",
                "STREAM.DELETE.X | '' | 10059 | stream not found",
                "STREAM.DELETE.S | {\"x\":1} | 10038 | expected an empty request payload",
                "STREAM.DELETE.S | x | 10038 | expected an empty request payload",
                "STREAM.DELETE.S | [] | 10038 | expected an empty request payload",
                "STREAM.DELETE.S | null | 10038 | expected an empty request payload",
                "STREAM.DELETE.S | {\"x\":null} | 10038 | expected an empty request payload",
                "CONSUMER.INFO.S.c | x | 10038 | expected an empty request payload",
                "CONSUMER.DELETE.S.c | [] | 10038 | expected an empty request payload",
                "STREAM.CREATE.T | {\"name\":\"T\",\"first_seq\":9223372036854775807} | 10052 | first sequence"
                        + " 9223372036854775807 is too high, maximum allowed is 4611686018427387903",
                "STREAM.INFO.X | '' | 10059 | stream not found",
                "STREAM.PURGE.S | {\"seq\":1,\"keep\":1} | 10003 | bad request",
                "STREAM.MSG.GET.S | {} | 10003 | bad request",
                "STREAM.MSG.GET.S | {\"seq\":9} | 10037 | no message found",
                "STREAM.MSG.DELETE.S | {\"seq\":9} | 10057 | stream store EOF",
                "NONSENSE | '' | 10003 | bad request",
                "CONSUMER.INFO.X.c | '' | 10059 | stream not found",
                "CONSUMER.INFO.S.c | '' | 10014 | consumer not found",
                "CONSUMER.DELETE.S.c | '' | 10014 | consumer not found",
                "CONSUMER.CREATE.S | {\"stream_name\":\"T\"} | 10056 | stream name in subject does not match request",
                "CONSUMER.CREATE.S | {\"stream_name\":\"S\",\"config\":{\"durable_name\":\"d\"}} | 10020 | consumer"
                        + " expected to be ephemeral but a durable name was set in request",
                "CONSUMER.DURABLE.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{}} | 10018 | consumer expected to be"
                        + " durable but a durable name was not set",
                "CONSUMER.DURABLE.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"durable_name\":\"e\"}} | 10017 |"
                        + " consumer name in subject does not match durable name in request",
                "CONSUMER.CREATE.S.d.s.a | {\"stream_name\":\"S\",\"config\":{\"filter_subject\":\"s.b\"}} | 10131 |"
                        + " Consumer create request did not match filtered subject from create subject",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"durable_name\":\"d\",\"name\":\"e\"}} | 10132"
                        + " | Consumer Durable and Name have to be equal if both are provided",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"action\":\"update\",\"config\":{}} | 10149 | consumer"
                        + " does not exist",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"opt_start_seq\":5}} | 10094 | consumer"
                        + " delivery policy is deliver all, but optional start sequence is also set",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"deliver_policy\":\"by_start_time\"}} | 10094"
                        + " | consumer delivery policy is deliver by start time, but optional start time is not set",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"deliver_subject\":\"x.*\"}} | 10079 |"
                        + " consumer deliver subject has wildcards",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"deliver_subject\":\"s.x\"}} | 10081 |"
                        + " consumer deliver subject forms a cycle",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"deliver_subject\":\"x\",\"flow_control\":true}}"
                        + " | 10108 | consumer with flow control also needs heartbeats",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"flow_control\":true}} | 10089 | consumer flow"
                        + " control requires a push based consumer",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"max_deliver\":1,\"backoff\":[1,2]}} | 10116 |"
                        + " max deliver is required to be > length of backoff values",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"filter_subject\":\"a\",\"filter_subjects\":"
                        + "[\"b\"]}} | 10136 | consumer cannot have both FilterSubject and FilterSubjects specified",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"filter_subjects\":[\"s.*\",\"s.a\"]}} | 10138"
                        + " | consumer subject filters cannot overlap",
                "CONSUMER.CREATE.S.d | {\"stream_name\":\"S\",\"config\":{\"sample_freq\":\"x%\"}} | 10095 | failed to"
                        + " parse consumer sampling configuration: strconv.Atoi: parsing \"x\": invalid syntax",
            })
    void refusesWithNatsErrors(String call, String body, int code, String text) {
        stream("");
        JsonNode error = api(call.strip(), body.strip()).get("error");
        assertThat(error).isNotNull();
        assertThat(error.get("description").asString()).isEqualTo(text.strip());
        assertThat(error.get("err_code").asInt()).isEqualTo(code);
    }

    @Test
    void takesAmountsAboveOursAsTheHighest() {
        stream("");
        String config = "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"d\",\"ack_policy\":\"explicit\","
                + "\"max_deliver\":9223372036854775807,\"max_ack_pending\":2147483648}}";
        JsonNode shown = api("CONSUMER.DURABLE.CREATE.S.d", config).get("config");
        assertThat(shown.get("max_deliver").asInt()).isEqualTo(Integer.MAX_VALUE);
        assertThat(shown.get("max_ack_pending").asInt()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void getsMessagesBySequenceAndSubject() {
        stream("");
        store("s.a", "one");
        store("s.b", "two");
        store("s.a", "three");
        assertThat(api("STREAM.MSG.GET.S", "{\"seq\":2}").get("message").toString())
                .contains("\"subject\":\"s.b\",\"seq\":2,\"data\":\"dHdv\",\"time\":\"20");
        assertThat(api("STREAM.MSG.GET.S", "{\"last_by_subj\":\"s.a\"}")
                        .get("message")
                        .get("seq")
                        .asInt())
                .isEqualTo(3);
        assertThat(api("STREAM.MSG.GET.S", "{\"next_by_subj\":\"s.a\",\"seq\":2}")
                        .get("message")
                        .get("seq")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void directGetAnswersTheMessageItself() {
        stream(",\"allow_direct\":true");
        store("s.a", "one");
        world.router.publish(new Message("$JS.API.DIRECT.GET.S.s.a", "I", new byte[0], new byte[0]), StationWorld.JS);
        Message got = world.router.take("I").getFirst().message();
        assertThat(new String(got.payload())).isEqualTo("one");
        assertThat(new String(got.headers()))
                .startsWith(
                        "NATS/1.0\r\nNats-Stream: S\r\nNats-Subject: s.a\r\nNats-Sequence: 1\r\nNats-Time-Stamp: 20");
        assertThat(world.ask("$JS.API.DIRECT.GET.S", "{\"seq\":7}")).isEqualTo("404 Message Not Found");
        assertThat(world.ask("$JS.API.DIRECT.GET.S", "")).isEqualTo("408 Empty Request");
        assertThat(world.ask("$JS.API.DIRECT.GET.S", "{")).isEqualTo("408 Malformed Request");
        assertThat(world.ask("$JS.API.DIRECT.GET.S.s.a", "x")).isEqualTo("408 Bad Request");
        assertThat(world.ask("$JS.API.DIRECT.GET.X", "{\"seq\":7}")).isEqualTo("503");
    }

    @Test
    void directGetOfAStreamThatDoesNotAllowItHasNoResponder() {
        stream("");
        assertThat(world.ask("$JS.API.DIRECT.GET.S", "{\"seq\":7}")).isEqualTo("503");
        assertThat(world.ask("$JS.API.CONSUMER.MSG.NEXT.X.c", "")).isEqualTo("503");
    }

    @Test
    void infoGivesDeletedDetailsAndSubjectsOnRequest() {
        stream("");
        for (int i = 0; i < 4; i++) {
            store("s." + i % 2, "x");
        }
        assertThat(api("STREAM.MSG.DELETE.S", "{\"seq\":2}").get("success").asBoolean())
                .isTrue();
        assertThat(api("STREAM.MSG.DELETE.S", "{\"seq\":2}")
                        .get("error")
                        .get("err_code")
                        .asInt())
                .isEqualTo(10043);
        JsonNode state = api("STREAM.INFO.S", "{\"deleted_details\":true,\"subjects_filter\":\">\"}")
                .get("state");
        assertThat(state.get("deleted").toString()).isEqualTo("[2]");
        assertThat(state.get("num_deleted").asInt()).isEqualTo(1);
        assertThat(state.get("subjects").toString()).isEqualTo("{\"s.0\":2,\"s.1\":1}");
    }

    @Test
    void listsAndNamesAndCounts() {
        stream("");
        api("STREAM.CREATE.A", "{\"name\":\"A\"}");
        assertThat(api("STREAM.NAMES", "").get("streams").toString()).isEqualTo("[\"A\",\"S\"]");
        assertThat(api("STREAM.NAMES", "{\"subject\":\"s.x\"}").get("streams").toString())
                .isEqualTo("[\"S\"]");
        assertThat(api("STREAM.NAMES", "{\"subject\":\"none\"}").get("streams").isNull())
                .isTrue();
        JsonNode list = api("STREAM.LIST", "");
        assertThat(list.get("streams")).hasSize(2);
        assertThat(list.has("missing")).isFalse();
        JsonNode info = api("INFO", "");
        assertThat(info.get("streams").asInt()).isEqualTo(2);
        assertThat(info.get("limits").get("max_ack_pending").asInt()).isEqualTo(-1);
    }

    @Test
    void consumersInAllThreeFormsAreEchoedAsAsked() {
        stream("");
        JsonNode durable = api(
                "CONSUMER.DURABLE.CREATE.S.d1",
                "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"d1\",\"ack_policy\":\"explicit\"}}");
        assertThat(durable.get("config").toString())
                .isEqualTo("{\"durable_name\":\"d1\",\"deliver_policy\":\"all\",\"ack_policy\":\"explicit\","
                        + "\"ack_wait\":30000000000,\"max_deliver\":-1,\"replay_policy\":\"instant\","
                        + "\"max_waiting\":512,\"max_ack_pending\":1000,\"num_replicas\":0}");
        JsonNode ephemeral = api("CONSUMER.CREATE.S", "{\"stream_name\":\"S\",\"config\":{}}");
        assertThat(ephemeral.get("name").asString()).hasSize(8);
        assertThat(ephemeral.get("config").get("inactive_threshold").asLong()).isEqualTo(5_000_000_000L);
        JsonNode named = api(
                "CONSUMER.CREATE.S.n.s.a",
                "{\"stream_name\":\"S\",\"config\":{\"durable_name\":\"n\",\"filter_subject\":\"s.a\"}}");
        assertThat(named.get("config").get("name").asString()).isEqualTo("n");
        assertThat(api("CONSUMER.NAMES.S", "").get("total").asInt()).isEqualTo(3);
        assertThat(api("CONSUMER.LIST.S", "").get("consumers")).hasSize(3);
        world.advance(6000);
        assertThat(api("CONSUMER.NAMES.S", "").get("consumers").toString()).isEqualTo("[\"d1\",\"n\"]");
    }

    @Test
    void creatingAnEqualConsumerIsNoErrorAndADifferentOneFollowsTheRules() {
        stream("");
        String create = "{\"stream_name\":\"S\",\"action\":\"%s\",\"config\":{\"durable_name\":\"d\","
                + "\"ack_policy\":\"explicit\",\"ack_wait\":%d000000000,\"deliver_policy\":\"%s\"}}";
        api("CONSUMER.CREATE.S.d", create.formatted("", 5, "all"));
        assertThat(api("CONSUMER.CREATE.S.d", create.formatted("create", 5, "all"))
                        .has("error"))
                .isFalse();
        assertThat(api("CONSUMER.CREATE.S.d", create.formatted("create", 6, "all"))
                        .get("error")
                        .get("err_code")
                        .asInt())
                .isEqualTo(10148);
        assertThat(api("CONSUMER.CREATE.S.d", create.formatted("update", 6, "all"))
                        .get("config")
                        .get("ack_wait")
                        .asLong())
                .isEqualTo(6_000_000_000L);
        assertThat(api("CONSUMER.CREATE.S.d", create.formatted("", 6, "new"))
                        .get("error")
                        .get("description")
                        .asString())
                .isEqualTo("deliver policy can not be updated");
    }

    @Test
    void whatClientsCallAPartitionByMistakeIsFound() {
        world.ask("$memphis_station_creations", "{\"name\":\"my.st\",\"partitions_number\":2,\"username\":\"root\"}");
        assertThat(api("STREAM.INFO.my#st", "").get("config").get("name").asString())
                .isEqualTo("my#st$1");
        assertThat(api("STREAM.INFO.My#St$2", "").get("config").get("name").asString())
                .isEqualTo("my#st$2");
        assertThat(api("STREAM.INFO.my#st$0", "").get("config").get("name").asString())
                .isEqualTo("my#st$2");
        assertThat(api("STREAM.DELETE.my#st$1", "")
                        .get("error")
                        .get("description")
                        .asString())
                .contains("belongs to a station");
    }
}
