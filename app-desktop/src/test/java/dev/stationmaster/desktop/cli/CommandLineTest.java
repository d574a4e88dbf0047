package dev.stationmaster.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CommandLineTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --nodes 2",
                "up --nodes many",
                "up --sync sometimes",
                "up --ports some",
                "up --port-base nothing=1",
                "up --host 0.0.0.0",
                "up --postgres mysql://x",
                "up --nonsense",
                "nonsense",
                "node",
                "node kill",
                "node kill x",
                "node run",
                "station",
                "station create",
                "station create x --retention forever",
                "station rm x",
                "produce",
                "consume x --count 0",
                "bench",
                "bench everything",
                "bench publish --messages 0",
                "bench publish --size 7",
                "bench both --window 4001",
                "bench streams --streams 0",
                "bench both --window 4000 --size 1000000",
                "bench consume --replicas 2"
            })
    void wrongUsageExitsWithTwoAndSaysWhatIsExpected(String words) {
        assertThat(run(words + " --data " + directory)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("stationmaster: ")
                .doesNotContain("\tat ");
    }

    @Test
    void errorsForProgramsAreOneLineOfJson() {
        assertThat(run("up --nodes 4 --json --data " + directory)).isEqualTo(2);
        String line = out.toString(StandardCharsets.UTF_8).strip();
        assertThat(line.lines()).hasSize(1);
        JsonNode json = CommandLineMain.JSON.readTree(line);
        assertThat(json.path("event").asString()).isEqualTo("error");
        assertThat(json.path("code").asString()).startsWith("SM-");
        assertThat(json.path("message").asString()).contains("1, 3 or 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scale",
                "group ls",
                "schema ls",
                "user ls",
                "tail x",
                "check",
                "drill",
                "scenario run",
                "doctor",
                "diagnostics"
            })
    void wordsThatAreNotBuiltYetSaySo(String words) {
        assertThat(run(words)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is not there yet");
    }

    @Test
    void nothingRunningIsFineForDownAndAFailureForTheOthers() {
        String data = " --data " + directory.resolve("none");
        assertThat(run("down" + data)).isZero();
        assertThat(run("status" + data)).isEqualTo(1);
        assertThat(run("node kill 1" + data)).isEqualTo(1);
        assertThat(run("station ls" + data)).isEqualTo(1);
        assertThat(run("bench publish" + data)).isEqualTo(1);
        assertThat(run("dls ls" + data)).isEqualTo(1);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void whatDestroysAsksForYes() {
        assertThat(run("station purge x")).isEqualTo(2);
        assertThat(run("dls drop 1 2")).isEqualTo(2);
        assertThat(run("dls drop 1 2 --dry-run")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("2 dead letters")
                .contains("--yes");
    }

    @Test
    void helpIsThereForEveryWord() {
        for (String word : new String[] {"", "up", "node", "station", "dls", "produce", "consume", "bench", "broker"}) {
            assertThat(run((word + " --help").strip())).isZero();
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--port-base").contains("Ctrl-C");
    }

    private int run(String words) {
        return CommandLineMain.run(
                words.split(" "),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
