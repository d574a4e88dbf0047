package dev.stationmaster.gateway;

import static dev.stationmaster.gateway.RunningGateway.call;
import static dev.stationmaster.gateway.RunningGateway.get;
import static dev.stationmaster.gateway.RunningGateway.json;
import static dev.stationmaster.gateway.RunningGateway.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.view.DeadLettersView;
import dev.stationmaster.gateway.view.MessagesView;
import dev.stationmaster.gateway.view.StationView;
import dev.stationmaster.gateway.view.StationsView;
import dev.stationmaster.metadata.DeadLetter;
import dev.stationmaster.metadata.NewDeadLetter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The management API and the console's calls.
class ManagementTest {
    private static RunningGateway gateway;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway();
        token = "Bearer " + gateway.adminToken();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<String> console(String method, String path, String body) {
        return call(method, gateway.api() + "/api/console/" + path, body, "Authorization", token);
    }

    private static <T> T read(String path, Class<T> type) {
        HttpResponse<String> answer = get(gateway.api() + "/api/console/" + path, "Authorization", token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readValue(answer.body(), type);
    }

    private static void produce(String station, String text, int partition) {
        HttpResponse<String> answer = console(
                "POST",
                "stations/" + station + "/messages",
                Json.mapper().writeValueAsString(Map.of("text", text, "partition", partition)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void logsInWithASessionObjectAndRefreshesByCookie() {
        HttpResponse<String> login =
                post(gateway.api() + "/api/usermgmt/login", "{\"username\":\"ROOT\",\"password\":\"memphis\"}");
        assertThat(login.statusCode()).isEqualTo(200);
        JsonNode session = json(login);
        assertThat(session.path("expires_in").asLong()).isEqualTo(900_000);
        assertThat(session.path("user_type").asString()).isEqualTo("root");
        assertThat(session.path("rest_gw_port").asInt()).isPositive();
        assertThat(login.body()).doesNotContain("$2a$");
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "Path=/", "Max-Age=172800").doesNotContain("Secure");
        HttpResponse<String> refreshed =
                post(gateway.api() + "/api/usermgmt/refreshToken", "", "Cookie", cookie.split(";")[0]);
        assertThat(refreshed.statusCode()).isEqualTo(200);
        assertThat(JWT.decode(json(refreshed).path("jwt").asString())
                        .getClaim("username")
                        .asString())
                .isEqualTo("root");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"username\":\"root\",\"password\":\"wrong\"}|401",
                "{\"username\":\"app\",\"password\":\"memphis\"}|401",
                "{\"username\":\"nobody\",\"password\":\"memphis\"}|401",
                "{\"username\":\"root\"}|400",
                "garbage|400",
            })
    void refusesBadLogins(String body, int status) {
        HttpResponse<String> answer = post(gateway.api() + "/api/usermgmt/login", body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).has("message")).isTrue();
    }

    @Test
    void refusesCallsWithoutAGoodToken() {
        for (String path : List.of("/api/console/cluster", "/api/stations/getStations", "/api/unknown")) {
            assertThat(get(gateway.api() + path).statusCode()).isEqualTo(401);
            assertThat(get(gateway.api() + path, "Authorization", "Bearer " + gateway.token("root"))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(get(gateway.api() + "/api/status").body()).isEqualTo("{\"message\":\"Ok\"}");
        assertThat(json(get(gateway.api() + "/api/monitoring/getClusterInfo"))
                        .path("version")
                        .asString())
                .isEqualTo("1.4.4");
    }

    @Test
    void answersUnknownAndUnbuiltCallsClearly() {
        assertThat(get(gateway.api() + "/api/nothing", "Authorization", token).statusCode())
                .isEqualTo(404);
        HttpResponse<String> later = get(gateway.api() + "/api/schemas/getAllSchemas", "Authorization", token);
        assertThat(later.statusCode()).isEqualTo(501);
        assertThat(json(later).path("message").asString()).contains("not there yet");
        assertThat(json(console("GET", "nothing", "")).path("code").asString()).isEqualTo("SM-ROUTE-UNKNOWN");
        assertThat(json(console("POST", "nodes/1/kill", "")).path("code").asString())
                .isEqualTo("SM-SUPERVISOR-NONE");
        assertThat(console("POST", "nodes/1/kill", "").statusCode()).isEqualTo(501);
    }

    @Test
    void showsTheCluster() {
        ClusterView view = read("cluster", ClusterView.class);
        assertThat(view.state()).isEqualTo("healthy");
        assertThat(view.nodes()).singleElement().satisfies(node -> {
            assertThat(node.state()).isEqualTo("healthy");
            assertThat(node.metaLeader()).isTrue();
            assertThat(node.client()).isEqualTo("127.0.0.1:6666");
        });
        assertThat(view.services()).extracting(ClusterView.Service::name).containsExactly("gateway", "database");
        assertThat(view.ageMillis()).isBetween(0L, 3000L);
    }

    @Test
    void createsShowsPurgesAndRemovesAStation() {
        assertThat(console("POST", "stations", "{\"name\":\"Life.Cycle\",\"partitions\":2}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> again = console("POST", "stations", "{\"name\":\"life.cycle\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).path("code").asString()).isEqualTo("SM-STATION-EXISTS");
        assertThat(read("stations/life.cycle", StationView.class).settings().partitions())
                .isEqualTo(2);
        produce("life.cycle", "hello", 1);
        Awaitility.await().atMost(Duration.ofSeconds(5)).ignoreExceptions().untilAsserted(() -> {
            StationsView.Row row = read("stations", StationsView.class).stations().stream()
                    .filter(r -> r.name().equals("life.cycle"))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.messages()).isEqualTo(1);
            assertThat(row.retention()).isEqualTo("kept 1 h");
            assertThat(row.partitions()).isEqualTo(2);
        });
        assertThat(json(console("POST", "stations/life.cycle/purge", ""))
                        .path("purged")
                        .asInt())
                .isEqualTo(1);
        assertThat(console("DELETE", "stations/life.cycle", "").statusCode()).isEqualTo(200);
        HttpResponse<String> gone = console("DELETE", "stations/life.cycle", "");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(json(gone).path("message").asString()).isEqualTo("Station life.cycle does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|stations|{}|406|SM-NAME-INVALID",
                "POST|stations|{\"name\":\"-x\"}|406|SM-NAME-INVALID",
                "POST|stations|garbage|400|SM-REQUEST-INVALID",
                "POST|stations|{\"name\":\"x\",\"partitions\":\"many\"}|400|SM-REQUEST-INVALID",
                "POST|deadletters/resend|{}|400|SM-REQUEST-INVALID",
                "POST|deadletters/drop|{\"ids\":[]}|400|SM-REQUEST-INVALID",
                "POST|nodes/1/dance|{}|400|SM-REQUEST-INVALID",
                "POST|nodes/x/kill|{}|400|SM-REQUEST-INVALID",
                "GET|stations/none||404|SM-STATION-UNKNOWN",
                "GET|stations/none/messages||404|SM-STATION-UNKNOWN",
                "POST|stations/none/messages|{\"text\":\"x\"}|404|SM-STATION-UNKNOWN",
            })
    void refusesBadCallsWithACodeAndASentence(String method, String path, String body, int status, String code) {
        HttpResponse<String> answer = console(method, path, body == null ? "" : body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).path("code").asString()).isEqualTo(code);
        assertThat(json(answer).path("message").asString()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void pagesThroughMessagesBothWaysAndMergesPartitions() {
        gateway.brokers.station("pages", 2);
        for (int i = 1; i <= 7; i++) {
            produce("pages", "m" + i, 1 + i % 2);
            pause();
        }
        assertThat(all("pages", "oldest", 3)).containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7");
        assertThat(all("pages", "newest", 3)).containsExactly("m7", "m6", "m5", "m4", "m3", "m2", "m1");
        assertThat(all("pages", "newest", 100)).hasSize(7);
        MessagesView.Message first = read("stations/pages/messages?partition=1&from=seq:2&limit=1", MessagesView.class)
                .messages()
                .getFirst();
        assertThat(first.sequence()).isEqualTo(2);
        assertThat(first.producer()).isEqualTo("console");
        assertThat(all("pages", "time:" + first.storedMillis(), 100)).startsWith("m4");
        assertThat(console("GET", "stations/pages/messages?from=sideways", "").statusCode())
                .isEqualTo(400);
        assertThat(console("GET", "stations/pages/messages?partition=9", "").statusCode())
                .isEqualTo(404);
        assertThat(text(read("stations/pages/messages/1/1", MessagesView.Message.class)))
                .isEqualTo("m2");
        assertThat(console("GET", "stations/pages/messages/1/99", "").statusCode())
                .isEqualTo(404);
    }

    /// Stored times must differ, or their order across partitions is not defined.
    private static void pause() {
        long now = System.currentTimeMillis();
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> System.currentTimeMillis() > now + 1);
    }

    private static List<String> all(String station, String from, int limit) {
        List<String> texts = new ArrayList<>();
        String next = from;
        while (next != null) {
            MessagesView page =
                    read("stations/" + station + "/messages?limit=" + limit + "&from=" + next, MessagesView.class);
            assertThat(page.messages().size()).isLessThanOrEqualTo(limit);
            page.messages().forEach(message -> texts.add(text(message)));
            next = page.next();
        }
        return texts;
    }

    private static String text(MessagesView.Message message) {
        return new String(Base64.getDecoder().decode(message.payload()), StandardCharsets.UTF_8);
    }

    @Test
    void showsLagAndDeliveryOfGroups() {
        gateway.brokers.station("lagging", 1);
        for (int i = 0; i < 5; i++) {
            produce("lagging", "m" + i, 0);
        }
        post(
                gateway.rest() + "/stations/lagging/consume/batch",
                "{\"consumer_name\":\"c\",\"batch_size\":2}",
                "Authorization",
                "Bearer " + gateway.token("root"));
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            StationView view = read("stations/lagging", StationView.class);
            assertThat(view.groups()).singleElement().satisfies(group -> {
                assertThat(group.name()).isEqualTo("rest-gateway");
                assertThat(group.lag()).isEqualTo(3);
                assertThat(group.undelivered()).isEqualTo(3);
                assertThat(group.oldestUnsettledMillis()).isNotNull();
            });
            assertThat(view.partitions().getFirst().lastSeq()).isEqualTo(5);
            assertThat(view.partitions().getFirst().copiesAlive()).isEqualTo(1);
            assertThat(view.history().lag()).containsKey("rest-gateway");
        });
        List<MessagesView.Message> messages = read("stations/lagging/messages?from=oldest", MessagesView.class)
                .messages();
        assertThat(messages.getFirst().delivery())
                .containsExactly(new MessagesView.Delivery("rest-gateway", "settled"));
        assertThat(messages.getLast().delivery()).containsExactly(new MessagesView.Delivery("rest-gateway", "waiting"));
    }

    @Test
    void listsResendsAndDropsDeadLetters() {
        gateway.brokers.station("dead", 1);
        long id = gateway.metadata
                .deadLetters()
                .add(new NewDeadLetter(
                        "dead",
                        1,
                        77,
                        3,
                        DeadLetter.Kind.POISON,
                        "billing",
                        "no such customer",
                        2,
                        "shop",
                        Map.of("k", "v"),
                        new byte[] {1, 2},
                        Instant.now(),
                        Instant.now()));
        DeadLettersView view = read("deadletters?station=dead", DeadLettersView.class);
        assertThat(view.deadLetters()).singleElement().satisfies(row -> {
            assertThat(row.groups()).containsExactly("billing");
            assertThat(row.kind()).isEqualTo("poison");
            assertThat(row.expiresMillis()).isGreaterThan(row.lastMillis());
        });
        assertThat(view.causes())
                .singleElement()
                .satisfies(cause -> assertThat(cause.ids()).containsExactly(id));
        String ids = "{\"ids\":[" + id + "]}";
        assertThat(json(console("POST", "deadletters/resend", ids)).path("sent").asInt())
                .isEqualTo(1);
        assertThat(json(console("POST", "deadletters/drop", ids))
                        .path("dropped")
                        .asInt())
                .isEqualTo(1);
        assertThat(read("deadletters?station=dead", DeadLettersView.class).total())
                .isZero();
    }

    @Test
    void servesStationsToOlderClients() {
        String url = gateway.api() + "/api/stations/";
        HttpResponse<String> created = post(
                url + "createStation",
                "{\"name\":\"classic\",\"retention_type\":\"message_age_sec\",\"retention_value\":604800}",
                "Authorization",
                token);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(json(created).path("storage_type").asString()).isEqualTo("disk");
        HttpResponse<String> twice = post(url + "createStation", "{\"name\":\"classic\"}", "Authorization", token);
        assertThat(twice.statusCode()).isEqualTo(406);
        assertThat(post(
                                url + "createStation",
                                "{\"name\":\"classic\"}",
                                "Authorization",
                                token,
                                "User-Agent",
                                "axios/0.25.0")
                        .statusCode())
                .isEqualTo(666);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(json(get(url + "getStations", "Authorization", token))
                                .path("stations")
                                .toString())
                        .contains("\"classic\"", "posion_messages"));
        JsonNode overview = json(get(
                gateway.api() + "/api/monitoring/getStationOverviewData?station_name=classic&partition_number=null",
                "Authorization",
                token));
        assertThat(overview.properties().stream().map(Map.Entry::getKey))
                .contains("connected_producers", "connected_cgs", "messages", "poison_messages", "leader", "schema");
        assertThat(call("DELETE", url + "removeStation", "{\"station_names\":[\"classic\"]}", "Authorization", token)
                        .body())
                .isEqualTo("{}");
        assertThat(get(url + "getStation?station_name=classic", "Authorization", token)
                        .statusCode())
                .isEqualTo(406);
        JsonNode main = json(get(gateway.api() + "/api/monitoring/getMainOverviewData", "Authorization", token));
        assertThat(main.path("system_components").get(0).path("status").asString())
                .isEqualTo("healthy");
    }

    @Test
    void answersOnTheFrontPageWithoutALogin() {
        assertThat(get(gateway.api() + "/").body()).contains("Stationmaster");
        assertThat(json(get(gateway.api() + "/live.json")).path("nodesUp").asInt())
                .isEqualTo(1);
        assertThat(call("HEAD", gateway.api() + "/", "").statusCode()).isEqualTo(200);
        assertThat(call("OPTIONS", gateway.api() + "/api/console/cluster", "", "Origin", "http://x")
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .contains("http://x");
    }
}
