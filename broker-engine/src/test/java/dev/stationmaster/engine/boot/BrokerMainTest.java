package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BrokerMainTest {
    @TempDir
    Path folder;

    @Test
    void saysInJsonThatItIsReadyAndEndsOnSigterm() throws Exception {
        Process broker = broker("--json", "--port", "0", "--store", folder.toString());
        try {
            JsonNode ready = JsonMapper.shared().readTree(broker.inputReader().readLine());
            assertThat(ready.path("event").asString()).isEqualTo("ready");
            assertThat(ready.path("client").asString()).matches("127\\.0\\.0\\.1:\\d+");
            assertThat(ready.path("pid").asLong()).isEqualTo(broker.pid());
        } finally {
            broker.destroy();
        }
        assertThat(broker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void saysInWordsThatItIsReady() throws Exception {
        Process broker = broker("--port", "0", "--store", folder.toString());
        try {
            assertThat(broker.inputReader().readLine()).matches("ready: client 127\\.0\\.0\\.1:\\d+, pid \\d+");
        } finally {
            broker.destroy();
        }
        assertThat(broker.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void namesAWrongFlagWithoutAStackTrace() throws Exception {
        Process broker = broker("--colour", "red");
        String errors = new String(broker.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(broker.waitFor()).isEqualTo(2);
        assertThat(errors).contains("unknown flag --colour").doesNotContain("\tat ");
    }

    private static Process broker(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start();
    }
}
