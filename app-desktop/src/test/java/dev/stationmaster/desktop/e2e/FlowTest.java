package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/// One node, every kind of client, then Ctrl-C and a second start on the same data.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FlowTest {
    private static final int COUNT = 10_000;
    private final Path data = Product.newData("flow");
    private RunningCluster cluster;

    @BeforeAll
    void start() {
        cluster = RunningCluster.start(data);
    }

    @AfterAll
    void stop() {
        cluster.close();
        Product.delete(data);
    }

    @Test
    @Order(1)
    void theSdkProducesTenThousandAndConsumesThemInOrderEachOnce() {
        NpmClient.flow(cluster.clientPort(1), "flow", 1, COUNT);
    }

    @Test
    @Order(2)
    void theRawNatsClientReadsTheSameMessagesFromTheStream() {
        NpmClient.read(cluster.clientPort(1), "flow", COUNT);
    }

    @Test
    @Order(3)
    void theExporterShowsTheCounts() {
        Pattern stored = Pattern.compile(
                "^memphis_stream_total_messages\\{[^}]*stream_name=\"flow\\$1\"[^}]*} 10000(\\.0)?$",
                Pattern.MULTILINE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(RestClient.get(cluster.exporter())).containsPattern(stored));
    }

    @Test
    @Order(4)
    void httpProducesAndConsumesThroughTheGateway() {
        RestClient rest = new RestClient(cluster.rest());
        assertThat(rest.produce("web", "first".getBytes(StandardCharsets.UTF_8), "text/plain")
                        .body())
                .contains("\"success\":true");
        assertThat(rest.produceBatch("web", "[{\"n\":2}, {\"n\":3}]").body()).contains("\"success\":true");
        JsonNode messages = rest.consume("web", "readers", 3);
        assertThat(messages.valueStream().map(message -> message.get("message").asString()))
                .containsExactly("first", "{\"n\":2}", "{\"n\":3}");
        assertThat(rest.consume("web", "readers", 3).size()).isZero();
    }

    @Test
    @Order(5)
    void theLargestMessagePassesThroughTheSdkAndOneByteMoreIsRefused() {
        Largest.throughSdk(cluster.clientPort(1), 1);
        Largest.refusedOnTheSocket(cluster.clientPort(1));
    }

    @Test
    @Order(6)
    void theLargestMessagePassesThroughHttpAndOneByteMoreIsRefused() {
        Largest.throughHttp(new RestClient(cluster.rest()), cluster.clientPort(1));
    }

    @Test
    @Order(7)
    void benchMeasuresAndLeavesNothingBehind() {
        Product.Result bench = Product.run("bench", "both", "--messages", "2000", "--json", "--data", data.toString());
        assertThat(bench.exit()).as(bench.err()).isZero();
        for (String part : new String[] {"published", "consumed"}) {
            assertThat(bench.json().path(part).path("perSecond").asDouble()).isPositive();
            assertThat(bench.json().path(part).path("p99Millis").asDouble()).isPositive();
        }
        Product.Result streams =
                Product.run("bench", "streams", "--streams", "20", "--json", "--data", data.toString());
        assertThat(streams.exit()).as(streams.err()).isZero();
        assertThat(streams.json().path("created").path("p50Millis").asDouble()).isPositive();
        assertThat(RestClient.get(cluster.exporter())).doesNotContain("bench-");
    }

    @Test
    @Order(8)
    void ctrlCStopsEverythingInFiveSecondsAndTheNextStartHasAllMessages() {
        Set<ProcessHandle> processes = cluster.processes();
        assertThat(processes).hasSizeGreaterThan(4);
        Duration stopped = cluster.interrupt();
        System.out.println("stopped after " + stopped.toMillis() + " ms");
        assertThat(stopped).isLessThan(Duration.ofSeconds(5));
        assertThat(cluster.exitValue()).isZero();
        assertThat(processes.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::info))
                .as("processes left after Ctrl-C")
                .isEmpty();
        assertThat(Product.run("status", "--json", "--data", data.toString()))
                .satisfies(status -> assertThat(status.exit()).isEqualTo(1))
                .satisfies(status ->
                        assertThat(status.json().get("running").asBoolean()).isFalse());

        cluster = RunningCluster.start(data);
        NpmClient.read(cluster.clientPort(1), "flow", COUNT);
        JsonNode again = NpmClient.run(
                "consume", Map.of("port", cluster.clientPort(1), "station", "flow", "count", COUNT, "group", "second"));
        assertThat(again.get("inOrder").asBoolean()).as(again.toString()).isTrue();
    }
}
