package dev.stationmaster.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.net.EventLoops;
import dev.stationmaster.engine.router.Subscriber;
import dev.stationmaster.engine.router.Subscription;
import dev.stationmaster.engine.router.SwitchBoard;
import dev.stationmaster.engine.session.SessionLimits;
import dev.stationmaster.engine.session.SessionRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MonitorServerTest {
    private final NodeCounters counters = new NodeCounters();
    private final SwitchBoard board = new SwitchBoard();
    private final EventLoops loops = new EventLoops(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean serving = true;
    private volatile String problem = "";
    private MonitorServer server;

    @BeforeEach
    void start() {
        MonitorSources sources = new MonitorSources(
                new MonitorSources.Identity("NX", "memphis-0", "127.0.0.1", 6666, 7770, 8222, "c", 6222, 2),
                SessionLimits.ofPayload(1 << 20),
                counters,
                new SessionRegistry(),
                board,
                new FakeReport(),
                () -> serving,
                true,
                Instant.now().minusSeconds(3723));
        server = new MonitorServer(sources, loops);
        server.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        loops.close();
    }

    @Test
    void varzCountsWhatClientsDid() throws Exception {
        counters.received(3, 300);
        counters.sent(2, 200);
        counters.slowConsumer();
        counters.connected();
        board.subscribe("a", "", new Deaf());
        JsonNode varz = json("/varz");
        assertThat(varz.path("server_name").stringValue()).isEqualTo("memphis-0");
        assertThat(varz.path("in_msgs").intValue()).isEqualTo(3);
        assertThat(varz.path("out_bytes").intValue()).isEqualTo(200);
        assertThat(varz.path("slow_consumers").intValue()).isEqualTo(1);
        assertThat(varz.path("connections").intValue()).isEqualTo(1);
        assertThat(varz.path("subscriptions").intValue()).isEqualTo(1);
        assertThat(varz.path("uptime").stringValue()).startsWith("1h2m");
        assertThat(varz.path("mem").longValue()).isPositive();
        assertThat(varz.path("ping_interval").longValue()).isEqualTo(120_000_000_000L);
        assertThat(varz.path("jetstream").path("stats").path("storage").intValue())
                .isEqualTo(5);
        assertThat(varz.path("cluster").path("name").stringValue()).isEqualTo("c");
        assertThat(json("/varz").path("http_req_stats").path("/varz").intValue())
                .isEqualTo(2);
    }

    @Test
    void healthSaysWhyNot() throws Exception {
        assertThat(get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
        problem = "no \"meta\" leader";
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        assertThat(json("/healthz").path("error").stringValue()).isEqualTo("no \"meta\" leader");
        assertThat(get("/healthz?js-enabled-only=true").statusCode()).isEqualTo(200);
        assertThat(json("/healthz?details=1").path("errors").get(0).path("type").stringValue())
                .isEqualTo("JETSTREAM");
        serving = false;
        assertThat(get("/healthz").statusCode()).isEqualTo(500);
    }

    @Test
    void pathsAreCleanedAndUnknownOnesNamed() throws Exception {
        assertThat(get("//varz").statusCode()).isEqualTo(200);
        assertThat(get("/").headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        HttpResponse<String> missing = get("/nope");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("404 page not found\n");
    }

    @Test
    void badParametersAreRefusedByName() throws Exception {
        assertThat(get("/connz?limit=x").statusCode()).isEqualTo(400);
        assertThat(get("/connz?sort=nope").body()).contains("sort", "nope");
        assertThat(get("/connz?sort=stop").statusCode()).isEqualTo(400);
        assertThat(get("/subsz?subs=maybe").statusCode()).isEqualTo(400);
        assertThat(get("/subsz?test=a.*").statusCode()).isEqualTo(400);
    }

    @Test
    void subszHasExactlyItsEightNumbers() throws Exception {
        assertThat(json("/subsz").propertyNames())
                .containsExactlyInAnyOrder(
                        "num_subscriptions",
                        "num_cache",
                        "num_inserts",
                        "num_removes",
                        "num_matches",
                        "cache_hit_rate",
                        "max_fanout",
                        "avg_fanout");
    }

    @Test
    void theOtherPagesAnswer() throws Exception {
        assertThat(json("/routez").path("num_routes").intValue()).isEqualTo(1);
        assertThat(json("/jsz?streams=1").path("asked").stringValue()).isEqualTo("1");
        assertThat(get("/jsz?leader-only=true").statusCode()).isEqualTo(400);
        assertThat(get("/jsz?streams=maybe").statusCode()).isEqualTo(400);
        assertThat(json("/accountz").path("accounts").get(0).stringValue()).isEqualTo("$G");
        assertThat(json("/accstatz?unused=1").path("account_statz")).hasSize(1);
        assertThat(json("/gatewayz").path("outbound_gateways").isObject()).isTrue();
        assertThat(json("/connz").path("connections").isArray()).isTrue();
        HttpResponse<String> scripted = get("/jsz?callback=f");
        assertThat(scripted.body()).startsWith("f({");
        assertThat(scripted.headers().firstValue("content-type")).hasValue("application/javascript");
    }

    private JsonNode json(String path) throws Exception {
        return JsonMapper.shared().readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private final class FakeReport implements NodeReport {
        @Override
        public Optional<String> problem() {
            return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
        }

        @Override
        public Map<String, Object> jetStream() {
            return Map.of("stats", Map.of("storage", 5));
        }

        @Override
        public Optional<Map<String, Object>> streams(StreamsQuery query) {
            return query.leaderOnly() ? Optional.empty() : Optional.of(Map.of("asked", query.streams() ? "1" : "0"));
        }

        @Override
        public List<Map<String, Object>> routes() {
            return List.of(Map.of("rid", 1));
        }
    }

    private static final class Deaf implements Subscriber {
        @Override
        public void deliver(Subscription subscription, Message message) {}
    }
}
