package dev.stationmaster.gateway;

import static dev.stationmaster.gateway.RunningGateway.get;
import static dev.stationmaster.gateway.RunningGateway.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The exporter's page, read as Prometheus reads it.
class ExporterTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"(\\\\.|[^\"\\\\])*\",?)*})? (-?[0-9.eE+-]+|NaN|[+-]Inf)");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway();
        String token = "Bearer " + gateway.token("root");
        for (int i = 0; i < 3; i++) {
            post(
                    gateway.rest() + "/stations/or.ders/produce/single",
                    "x",
                    "Authorization",
                    token,
                    "Content-Type",
                    "text/plain");
        }
        post(
                gateway.rest() + "/stations/or.ders/consume/batch",
                "{\"consumer_name\":\"c\",\"batch_size\":1}",
                "Authorization",
                token);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void writesOnePageThatParsesWithOneTypeANameAndNoSeriesTwice() {
        HttpResponse<String> page = get(gateway.exporter());
        assertThat(page.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        Map<String, String> types = new HashMap<>();
        Set<String> series = new HashSet<>();
        for (String line : page.body().split("\n")) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                assertThat(types.put(words[2], words[3])).as(line).isNull();
            } else if (!line.startsWith("#")) {
                var matcher = SAMPLE.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                assertThat(series.add(line.substring(0, line.lastIndexOf(' '))))
                        .as(line)
                        .isTrue();
            }
        }
        assertThat(types).containsEntry("memphis_stream_total_messages", "gauge");
        assertThat(types).containsEntry("memphis_station_produced_messages_total", "counter");
        assertThat(types.keySet().stream().anyMatch(name -> name.startsWith("jvm_")))
                .isTrue();
    }

    @Test
    void showsCountsLagAndNodes() {
        assertThat(get(gateway.exporter()).body())
                .contains(
                        "memphis_station_produced_messages_total{account=\"$memphis\",station=\"or.ders\",partition=\"1\"} 3\n")
                .contains("memphis_cg_lag_messages{account=\"$memphis\",station=\"or.ders\",partition=\"1\","
                        + "consumer_group=\"rest-gateway\"} 2\n")
                .contains("stream_name=\"or#ders$1\"")
                .contains("memphis_node_up{node=\"1\"} 1\n")
                .contains("memphis_dls_messages{account=\"$memphis\",station=\"or.ders\"} 0\n")
                .contains(
                        "memphis_rest_requests_total{code=\"200\",method=\"POST\",path=\"/stations/{station}/produce/single\"} 3");
    }

    @Test
    void servesNothingElse() {
        assertThat(get(gateway.exporter() + "x").statusCode()).isEqualTo(404);
        assertThat(post(gateway.exporter(), "").statusCode()).isEqualTo(405);
    }
}
