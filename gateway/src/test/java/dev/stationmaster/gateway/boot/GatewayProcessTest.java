package dev.stationmaster.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.gateway.GatewayConfig;
import dev.stationmaster.gateway.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What the process prints and how it ends.
class GatewayProcessTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(InputStream in, String... args) {
        return GatewayProcess.run(args, in, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private JsonNode line() {
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        return Json.mapper().readTree(text);
    }

    private String config(int restPort) {
        Path file = directory.resolve("gateway.json");
        new GatewayConfig(
                        "127.0.0.1",
                        new GatewayConfig.Ports(restPort, 0, 0),
                        List.of("nats://127.0.0.1:1"),
                        List.of(),
                        "$sm",
                        "x",
                        new GatewayConfig.Metadata("jdbc:postgresql://127.0.0.1:1/none", "u", "p"),
                        null,
                        null,
                        "one secret",
                        "another secret")
                .write(file);
        return file.toString();
    }

    @Test
    void isReadyWithoutBrokersAndDatabaseAndEndsWithItsStandardInput() {
        long start = System.nanoTime();
        assertThat(run(new ByteArrayInputStream(new byte[0]), "--config", config(0)))
                .isZero();
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(10_000);
        assertThat(line().path("event").asString()).isEqualTo("ready");
        assertThat(line().path("rest").asString()).startsWith("http://127.0.0.1:");
        assertThat(line().path("exporter").asString()).endsWith("/metrics");
        assertThat(line().path("pid").asLong()).isPositive();
    }

    @Test
    void namesATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String config = config(taken.getLocalPort());
            assertThat(run(InputStream.nullInputStream(), "--config", config)).isEqualTo(3);
            assertThat(line().path("code").asString()).isEqualTo("SM-PORT-TAKEN");
            assertThat(line().path("message").asString()).contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage|gateway.json",
                "{}|brokers is empty",
                "{\"brokers\":[\"nats://x:1\"],\"internalUser\":\"u\",\"internalPassword\":\"p\"}|jwtSecret is missing",
                "{\"ports\":{\"rest\":99999}}|ports.rest is 99999 (expected: 0..65535)",
            })
    void saysWhatIsWrongWithItsConfiguration(String text, String problem) throws IOException {
        Path file = Files.writeString(directory.resolve("gateway.json"), text);
        assertThat(run(InputStream.nullInputStream(), "--config", file.toString()))
                .isEqualTo(2);
        assertThat(line().path("code").asString()).isEqualTo("SM-CONFIG-INVALID");
        assertThat(line().path("message").asString()).contains(problem);
    }

    @Test
    void saysHowItIsUsed() {
        assertThat(run(InputStream.nullInputStream())).isEqualTo(2);
        assertThat(line().path("code").asString()).isEqualTo("SM-USAGE");
        out.reset();
        assertThat(run(
                        InputStream.nullInputStream(),
                        "--config",
                        directory.resolve("none").toString()))
                .isEqualTo(2);
    }
}
