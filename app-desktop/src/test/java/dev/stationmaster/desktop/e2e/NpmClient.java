package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The unmodified npm clients, run as a user's program: one process a call.
final class NpmClient {
    private static final Path FOLDER = Product.root().resolve("app-desktop/src/test/npm");

    private NpmClient() {}

    static JsonNode run(String command, Map<String, Object> options) {
        assertThat(FOLDER.resolve("node_modules/memphis-dev"))
                .as("the npm clients; ./verify installs them (npm ci in app-desktop/src/test/npm)")
                .exists();
        Product.Result result = Product.run(
                Duration.ofMinutes(5),
                List.of(
                        "node",
                        FOLDER.resolve("client.cjs").toString(),
                        command,
                        Product.JSON.writeValueAsString(options)));
        assertThat(result.exit())
                .as("npm client %s %s said:\n%s%s", command, options, result.out(), result.err())
                .isZero();
        System.out.println(
                "npm " + command + " " + options + " -> " + result.out().strip());
        return result.json();
    }

    /// Produces and consumes through `port` and checks order, completeness and that nothing came twice.
    static void flow(int port, String station, int replicas, int count) {
        JsonNode flow = run(
                "flow",
                Map.of("port", port, "station", station, "replicas", replicas, "count", count, "checkEnd", true));
        assertThat(flow.get("consumed").asInt()).as(flow.toString()).isEqualTo(count);
        assertThat(flow.get("inOrder").asBoolean()).as(flow.toString()).isTrue();
        assertThat(flow.get("extra").asInt()).as(flow.toString()).isZero();
    }

    /// Reads the partition's stream with the plain NATS client and checks that it holds exactly `count`, in order.
    static void read(int port, String station, int count) {
        JsonNode read = run("read", Map.of("port", port, "station", station, "count", count));
        assertThat(read.get("read").asInt()).as(read.toString()).isEqualTo(count);
        assertThat(read.get("inOrder").asBoolean()).as(read.toString()).isTrue();
        assertThat(read.get("dense").asBoolean()).as(read.toString()).isTrue();
        assertThat(read.get("messages").asInt()).as(read.toString()).isEqualTo(count);
    }
}
