package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Whatever a user or his machine does wrong ends in one clear line and the contract's exit code.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
    private static final List<String> KEYS =
            List.of("client", "websocket", "monitor", "cluster", "link", "rest", "api", "exporter", "postgres");
    private final Path data = Product.newData("faults");
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
    void aTakenPortIsNamedAndNothingStarts() throws IOException {
        Path other = Product.newData("taken");
        for (String key : List.of("client", "rest", "postgres")) {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                Product.Result up = Product.run(
                        "up", "--json", "--data", other.toString(), "--port-base", bases(key, taken.getLocalPort()));
                fails(up, 3, Integer.toString(taken.getLocalPort()));
            }
        }
        Product.delete(other);
    }

    private static String bases(String takenKey, int takenPort) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<String> bases = new ArrayList<>();
        for (String key : KEYS) {
            ServerSocket socket = new ServerSocket(0);
            held.add(socket);
            bases.add(key + "=" + (key.equals(takenKey) ? takenPort : socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return String.join(",", bases);
    }

    @Test
    void aSecondClusterOnTheSameDataIsRefused() {
        fails(Product.run("up", "--json", "--ports", "auto", "--data", data.toString()), 4, data.toString());
        assertThat(cluster.status().get("running").asBoolean()).isTrue();
    }

    @Test
    void nodeCountsOtherThanOneThreeFiveAreWrongUsage() {
        for (String count : List.of("0", "2", "4", "7", "-1", "many")) {
            Product.Result up = Product.run("up", "--json", "--data", data + "-none", "--nodes", count);
            assertThat(up.exit())
                    .as("--nodes %s: %s%s", count, up.out(), up.err())
                    .isEqualTo(2);
        }
    }

    @Test
    void anotherNodeCountThanTheStoredOneNamesScale() {
        Path other = Product.newData("count");
        RunningCluster.start(other).interrupt();
        fails(Product.run("up", "--json", "--ports", "auto", "--data", other.toString(), "--nodes", "3"), 1, "scale");
        Product.delete(other);
    }

    @Test
    void listeningToTheNetworkWithTheDefaultPasswordIsWrongUsage() {
        Product.Result up = Product.run("up", "--json", "--data", data + "-none", "--host", "0.0.0.0");
        assertThat(up.exit()).as(up.out() + up.err()).isEqualTo(2);
        assertThat(up.out() + up.err()).containsIgnoringCase("password");
    }

    @Test
    void anotherPasswordThanTheStoredOneIsRefused() {
        Path other = Product.newData("password");
        RunningCluster.start(other).interrupt();
        fails(
                Product.run("up", "--json", "--ports", "auto", "--data", other.toString(), "--password", "other"),
                1,
                "password");
        Product.delete(other);
    }

    @Test
    void withNothingRunningDownIsFineAndStatusSaysSo() {
        assertThat(Product.run("down", "--json", "--data", data + "-none").exit())
                .isZero();
        Product.Result status = Product.run("status", "--json", "--data", data + "-none");
        assertThat(status.exit()).isEqualTo(1);
        assertThat(status.json().get("running").asBoolean()).isFalse();
    }

    @Test
    void withoutAnyJdkOneLineSaysWhatToInstall() {
        assumeTrue(
                Product.run(Duration.ofSeconds(10), List.of("unshare", "-m", "true"))
                                .exit()
                        == 0,
                "hiding the JDKs needs a mount namespace, which this machine does not allow");
        assumeTrue(!Product.program().contains("/bin/"), "a package brings its own runtime");
        String script = "for d in /usr/lib/jvm /opt; do mount -t tmpfs none $d || exit 9; done; "
                + "cd /; exec env -i PATH=/usr/bin:/bin HOME=/nowhere \"$0\" up --json";
        Product.Result up =
                Product.run(Duration.ofSeconds(30), List.of("unshare", "-m", "sh", "-c", script, Product.program()));
        assumeTrue(up.exit() != 9, "this machine does not allow a mount over its JDKs");
        fails(up, 1, "JDK 25");
    }

    @Test
    void garbageOnEveryPortEndsThatConnectionAndNothingElse() {
        long seed = 7;
        NpmClient.flow(cluster.clientPort(1), "steady", 1, 500);
        for (int port : cluster.ports()) {
            byte[] garbage = new byte[20_000];
            new Random(seed + port).nextBytes(garbage);
            garbage[19_999] = '\n';
            String answer = RawClient.send(port, garbage);
            assertThat(answer).as("port %d of %s", port, cluster.ready()).endsWith("<closed>");
            String text = RawClient.send(port, "GARBAGE and more\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(text).as("port %d of %s", port, cluster.ready()).endsWith("<closed>");
        }
        NpmClient.read(cluster.clientPort(1), "steady", 500);
        NpmClient.flow(cluster.clientPort(1), "after", 1, 500);
        assertThat(cluster.status().get("nodes").get(0).get("restarts").asInt()).isZero();
        assertThat(cluster.status().get("supervisorPid").asLong())
                .isEqualTo(cluster.ready().get("supervisorPid").asLong());
    }

    /// Exactly one line of JSON on stdout with a code and a message that contains `part`.
    private static void fails(Product.Result result, int exit, String part) {
        assertThat(result.out().strip().lines()).as(result.out() + result.err()).hasSize(1);
        assertThat(result.json().path("event").asString()).isEqualTo("error");
        assertThat(result.json().path("code").asString()).startsWith("SM-");
        assertThat(result.json().path("message").asString()).contains(part);
        assertThat(result.exit()).as(result.out()).isEqualTo(exit);
    }
}
