package dev.stationmaster.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

    @Test
    void withoutJetStreamItKeepsNothingAndALameDuckSendsItsClientsAway() throws Exception {
        Path config = Files.writeString(
                folder.resolve("broker.json"),
                "{\"port\": 0, \"jetstream\": false, \"client_advertise\": \"broker.example.org:4333\"}");
        Process broker = broker("--json", "--store", folder.toString(), "--config", config.toString());
        String client = JsonMapper.shared()
                .readTree(broker.inputReader().readLine())
                .path("client")
                .asString();
        try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(client.substring(client.indexOf(':') + 1)))) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine())
                    .contains("\"host\":\"broker.example.org\",\"port\":4333")
                    .containsPattern("\"server_id\":\"N[A-Z2-7]{55}\"")
                    .doesNotContain("jetstream");
            socket.getOutputStream()
                    .write(("CONNECT {\"verbose\":false,\"protocol\":1,\"headers\":true,\"no_responders\":true}\r\n"
                                    + "SUB in 1\r\nPUB $JS.API.INFO in 0\r\n\r\nPING\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(in.readLine()).isEqualTo("HMSG in 1 16 16");
            assertThat(in.readLine()).isEqualTo("NATS/1.0 503");
            in.readLine();
            in.readLine();
            assertThat(in.readLine()).isEqualTo("PONG");
            assertThat(new ProcessBuilder("kill", "-USR2", Long.toString(broker.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(in.readLine()).contains("\"ldm\":true");
        } finally {
            broker.waitFor(5, TimeUnit.SECONDS);
            broker.destroy();
        }
        assertThat(broker.exitValue()).isZero();
        assertThat(folder.resolve("raft")).doesNotExist();
    }

    @Test
    void namesADamagedFileInOneLineAndEnds() throws Exception {
        Process first = broker("--port", "0", "--store", folder.toString());
        first.inputReader().readLine();
        first.destroy();
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        for (String name : List.of("log/r1-1/slot-0.log", "disk.json")) {
            Path file = folder.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(sound, sound.length / 2));
            Process broker = broker("--port", "0", "--store", folder.toString());
            List<String> lines = broker.errorReader()
                    .lines()
                    .filter(line -> !line.contains(" INFO "))
                    .toList();
            assertThat(broker.waitFor()).isEqualTo(1);
            assertThat(lines).hasSize(1);
            assertThat(lines.getFirst())
                    .contains(file.toString())
                    .contains("damaged")
                    .endsWith("(SM-DATA)");
            Files.write(file, sound);
        }
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
