package dev.stationmaster.engine.stationapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.stream.StreamConfig;
import dev.stationmaster.engine.stream.StreamConfig.Retention;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StationRequestsTest {
    private static final String CREATE = "$memphis_station_creations";
    private final StationWorld world = new StationWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private String create(String fields) {
        return world.ask(CREATE, "{\"username\":\"root\",\"partitions_number\":1" + fields + "}");
    }

    @Test
    void createsOneStreamForEachPartition() {
        assertThat(world.ask(CREATE, """
                        {"name":"My.Station","retention_type":"messages","retention_value":10,"storage_type":"file",
                         "replicas":1,"idempotency_window_in_ms":120000,"schema_name":"","username":"root",
                         "dls_configuration":{"poison":true,"Schemaverse":true},"partitions_number":3,
                         "tiered_storage_enabled":false,"dls_station":""}""")).isEmpty();
        assertThat(world.streams.keySet()).containsExactly("my#station$1", "my#station$2", "my#station$3");
        assertThat(world.streams.get("my#station$2").subjects()).containsExactly("my#station$2.>");
        StreamConfig stream = world.group.partition("my#station$1").config();
        assertThat(stream.maxMessages()).isEqualTo(10);
        assertThat(stream.maxAgeNanos()).isZero();
        assertThat(world.stations.get("my.station").settings().dlsSchemaverse()).isTrue();
    }

    @Test
    void anExistingStationIsLeftAsItIs() {
        create(",\"name\":\"a\"");
        assertThat(world.ask(CREATE, "{\"name\":\"A\",\"partitions_number\":5,\"username\":\"root\"}"))
                .isEmpty();
        assertThat(world.streams).hasSize(1);
    }

    @Test
    void ackBasedStationsHoldUntilAcknowledged() {
        assertThat(create(",\"name\":\"a\",\"retention_type\":\"ack_based\"")).isEmpty();
        StreamConfig stream = world.group.partition("a$1").config();
        assertThat(stream.retention()).isEqualTo(Retention.INTEREST);
        assertThat(stream.holdWithoutConsumersNanos()).isEqualTo(14L * 24 * 3600 * 1_000_000_000L);
        assertThat(stream.exhaustedCountsAsAcked()).isTrue();
        assertThat(stream.maxAgeNanos()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"name\":\"\" | Station name can not be empty",
                "\"name\":\"a b\" | Only alphanumeric and the '_', '-', '.' characters are allowed in Station",
                "\"name\":\"-a\" | Station name can not start or end with non alphanumeric character",
                "\"name\":\"a\",\"username\":\"nobody\" | User nobody does not exist",
                "\"name\":\"a\",\"partitions_number\":0 | you are using an old SDK, make sure to update your SDK",
                "\"name\":\"a\",\"partitions_number\":-1 | cannot create station with -1 partitions (max:10000 min:1):"
                        + " Station -  a, ",
                "\"name\":\"a\",\"schema_name\":\"x\" | Schema x does not exist",
                "\"name\":\"a\",\"retention_type\":\"x\",\"retention_value\":5 | retention type can be one of the"
                        + " following message_age_sec/messages/bytes/ack_based",
                "\"name\":\"a\",\"storage_type\":\"x\" | storage type can be one of the following file/memory",
                "\"name\":\"a\",\"idempotency_window_in_ms\":86400001 | idempotency window can not exceed 24 hours",
                "\"name\":\"a\",\"retention_type\":\"message_age_sec\",\"retention_value\":60 | idempotency window cannot"
                        + " be greater than the station retention",
                "\"name\":\"a\",\"replicas\":3 | station can not be created, probably since replicas count is larger"
                        + " than the cluster size",
                "\"name\":\"a\",\"dls_station\":\"-\" | Station name can not start or end with non alphanumeric"
                        + " character",
            })
    void refusesWithTheTextThatSdksShow(String fields, String text) {
        String body = fields.contains("partitions_number") ? fields : "\"partitions_number\":1," + fields;
        body = body.contains("username") ? body : "\"username\":\"root\"," + body;
        assertThat(world.ask(CREATE, "{" + body + "}").strip()).isEqualTo(text.strip());
        assertThat(world.streams).isEmpty();
    }

    @Test
    void createsTheDeadLetterStationOnTheFly() {
        assertThat(create(",\"name\":\"a\",\"dls_station\":\"dead\"")).isEmpty();
        assertThat(world.stations.keySet()).containsExactly("a", "dead");
    }

    @Test
    void acceptsTheWindowUnderBothNames() {
        create(",\"name\":\"a\",\"idempotency_windows_in_ms\":50");
        assertThat(world.stations.get("a").settings().idempotencyWindowMillis()).isEqualTo(100);
    }

    @Test
    void destroysAndSaysWhatIsMissing() {
        create(",\"name\":\"a\"");
        String body = "{\"station_name\":\"A\",\"username\":\"root\"}";
        assertThat(world.ask("$memphis_station_destructions", body)).isEmpty();
        assertThat(world.streams).isEmpty();
        assertThat(world.ask("$memphis_station_destructions", body)).isEqualTo("Station a does not exist");
    }

    @Test
    void theProductsOwnRemovalTellsClients() {
        create(",\"name\":\"a.b\"");
        assertThat(world.ask("$SM.API.STATION.REMOVE", "{\"name\":\"a.b\"}")).isEqualTo("{\"error\":\"\"}");
        assertThat(world.router.take("$memphis_sdk_clients_updates").getFirst().payload())
                .isEqualTo("{\"station_name\":\"a#b\",\"type\":\"remove_station\",\"update\":null}");
    }

    @Test
    void theProductsOwnUpdateSendsTheNewSwitch() {
        create(",\"name\":\"a\"");
        assertThat(world.ask("$SM.API.STATION.UPDATE", "{\"name\":\"a\",\"dlsSchemaverse\":true,\"dlsPoison\":true}"))
                .isEqualTo("{\"error\":\"\"}");
        assertThat(world.stations.get("a").settings().dlsPoison()).isTrue();
        assertThat(world.router.take("$memphis_sdk_clients_updates").getFirst().payload())
                .contains("\"type\":\"schemaverse_to_dls\",\"update\":true");
    }

    @Test
    void unreadableRequestsAreAnsweredNotDropped() {
        assertThat(world.ask(CREATE, "{nonsense")).contains("invalid JSON");
        assertThat(world.json("$memphis_producer_creations", "[").get("error").asString())
                .contains("invalid JSON");
    }
}
