package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.ObjectStore;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Unmodified NATS clients of five languages against a bare broker: streams, consumers, key-value, object store. A
/// client whose packages are not on the machine is skipped with its reason.
class ClientFlowsTest {
    private static final Path CLIENTS = Product.root().resolve("app-desktop/src/test/clients");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static Path data;
    private static Process broker;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        data = Product.newData("clients");
        broker = new ProcessBuilder(Product.command("broker", "--json", "--port", "0", "--store", data.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        JsonNode ready = Product.JSON.readTree(broker.inputReader().readLine());
        String client = ready.path("client").asString();
        port = Integer.parseInt(client.substring(client.lastIndexOf(':') + 1));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        broker.destroy();
        assertThat(broker.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Product.delete(data);
    }

    @Test
    void npm() {
        runs(List.of(
                "node",
                Product.root().resolve("app-desktop/src/test/npm/nats.cjs").toString(),
                Integer.toString(port)));
    }

    @Test
    void java() throws Exception {
        try (Connection connection = Nats.connect("nats://127.0.0.1:" + port)) {
            javaStreams(connection);
            javaKeyValue(connection);
            javaObjects(connection);
        }
    }

    @Test
    void c() {
        assumeTrue(has("gcc", "--version"), "the C client: no gcc on this machine");
        assumeTrue(
                Files.exists(Path.of("/usr/include/nats/nats.h")),
                "the C client: its Debian package libnats-dev is not installed");
        String program = data.resolveSibling("flows-c").toString();
        runs(List.of("gcc", "-O1", "-o", program, CLIENTS.resolve("flows.c").toString(), "-lnats"));
        runs(List.of(program, Integer.toString(port)));
    }

    @Test
    void go() {
        assumeTrue(has("go", "version"), "the Go client: no go on this machine");
        assumeTrue(
                Files.isDirectory(Path.of("/usr/share/gocode/src/github.com/nats-io/nats.go")),
                "the Go client: its Debian package golang-github-nats-io-go-nats-dev is not installed");
        String program = data.resolveSibling("flows-go").toString();
        runs(List.of(
                "env",
                "GO111MODULE=off",
                "GOPATH=/usr/share/gocode",
                "GOCACHE=" + data.resolveSibling("go-cache"),
                "go",
                "build",
                "-o",
                program,
                CLIENTS.resolve("flows.go").toString()));
        runs(List.of(program, Integer.toString(port)));
    }

    @Test
    void python() {
        assumeTrue(has("python3", "-c", "import nats"), "the Python client: nats-py is not installed");
        runs(List.of("python3", CLIENTS.resolve("flows.py").toString(), Integer.toString(port)));
    }

    private static void javaStreams(Connection connection) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("JAVA")
                        .subjects("java.>")
                        .build());
        for (int i = 1; i <= 300; i++) {
            assertThat(connection.jetStream().publish("java.one", text(i)).getSeqno())
                    .isEqualTo(i);
        }
        JetStreamSubscription worker = connection
                .jetStream()
                .subscribe(
                        "java.>",
                        PullSubscribeOptions.builder().durable("worker").build());
        List<Long> got = new ArrayList<>();
        while (got.size() < 300) {
            for (Message message : worker.fetch(100, Duration.ofSeconds(5))) {
                assertThat(message.getData()).isEqualTo(text(message.metaData().streamSequence()));
                got.add(message.metaData().streamSequence());
                message.ackSync(Duration.ofSeconds(5));
            }
        }
        assertThat(got).isSorted().hasSize(300).doesNotHaveDuplicates();
    }

    private static void javaKeyValue(Connection connection) throws Exception {
        connection
                .keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name("java-settings")
                        .maxHistoryPerKey(3)
                        .build());
        KeyValue bucket = connection.keyValue("java-settings");
        long revision = bucket.create("colour", text(1));
        bucket.update("colour", text(2), revision);
        assertThat(bucket.get("colour").getValue()).isEqualTo(text(2));
        bucket.delete("colour");
        assertThat(bucket.get("colour")).isNull();
        assertThat(bucket.history("colour")).hasSize(3);
    }

    private static void javaObjects(Connection connection) throws Exception {
        connection
                .objectStoreManagement()
                .create(ObjectStoreConfiguration.builder("java-files").build());
        ObjectStore store = connection.objectStore("java-files");
        byte[] blob = new byte[700_000];
        new java.util.Random(3).nextBytes(blob);
        store.put("blob", blob);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        store.get("blob", out);
        assertThat(out.toByteArray()).isEqualTo(blob);
        assertThat(store.delete("blob").isDeleted()).isTrue();
    }

    private static byte[] text(long number) {
        return ("message " + number).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean has(String... command) {
        try {
            return Product.run(Duration.ofSeconds(20), List.of(command)).exit() == 0;
        } catch (java.io.UncheckedIOException absent) {
            return false;
        }
    }

    private static void runs(List<String> command) {
        Product.Result result = Product.run(LIMIT, command);
        assertThat(result.exit())
                .as("%s said:\n%s%s", command, result.out(), result.err())
                .isZero();
        System.out.println(command.getFirst() + " -> " + result.out().strip());
    }
}
