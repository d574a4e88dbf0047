package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A file system of its own that really fills up: a small ext4 image, mounted by loop device.
class FullDiskTest {
    private final Path data = Product.newData("disk");
    private final Path mount = data.resolveSibling("mount");
    private boolean mounted;

    @BeforeEach
    void mountSmallDisk() throws IOException {
        Files.createDirectories(mount);
        Path image = data.resolveSibling("image");
        String script = "truncate -s 420M " + image + " && mkfs.ext4 -q -m 0 " + image + " && mount -o loop " + image
                + " " + mount;
        Product.Result result = Product.run(Duration.ofSeconds(60), List.of("sh", "-c", script));
        mounted = result.exit() == 0;
        assumeTrue(
                mounted,
                "mounting a small ext4 image needs root and a loop device: "
                        + result.err().strip());
    }

    @AfterEach
    void unmount() {
        if (mounted) {
            Product.run(Duration.ofSeconds(60), List.of("umount", mount.toString()));
        }
        Product.delete(data);
    }

    @Test
    void aFullDiskRefusesMessagesWithAnErrorAndLosesNone() throws Exception {
        Path onDisk = mount.resolve("data");
        Map<Integer, Long> acked = new TreeMap<>();
        RunningCluster cluster = RunningCluster.start(onDisk);
        try {
            NpmClient.run("station", Map.of("port", cluster.clientPort(1), "station", "disk"));
            Path ballast = mount.resolve("ballast");
            fill(ballast, 24 << 20);
            String refusal = publishUntilRefused(cluster.clientPort(1), acked);
            System.out.println("refused after " + acked.size() + " messages of 100 KB: " + refusal);
            assertThat(acked).isNotEmpty();
            assertThat(refusal).isNotNull();

            Files.delete(ballast);
            cluster.interrupt();
            cluster.close();
            cluster = RunningCluster.start(onDisk);
            Stored.holdsAll(acked, RawClient.readAll(cluster.clientPort(1), "disk$1"));
            int port = cluster.clientPort(1);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> publishOne(port, 1_000_000));
        } finally {
            cluster.close();
        }
    }

    @Test
    void startingOnAFullDiskFailsWithAClearLine() throws IOException {
        fill(mount.resolve("ballast"), 4 << 20);
        Product.Result up = Product.run(
                "up",
                "--json",
                "--ports",
                "auto",
                "--data",
                mount.resolve("data").toString());
        assertThat(up.exit()).as(up.out() + up.err()).isEqualTo(1);
        assertThat(up.json().path("event").asString()).isEqualTo("error");
        assertThat(up.json().path("message").asString()).containsIgnoringCase("space");
    }

    /// Takes all space but `leave` bytes.
    private void fill(Path ballast, long leave) throws IOException {
        long free = Files.getFileStore(mount).getUsableSpace() - leave;
        byte[] block = new byte[1 << 20];
        try (var out = Files.newOutputStream(ballast)) {
            for (long written = 0; written + block.length <= free; written += block.length) {
                out.write(block);
            }
        }
    }

    private static String publishUntilRefused(int port, Map<Integer, Long> acked) throws Exception {
        try (Connection connection = RawClient.connect(List.of(port))) {
            JetStream stream = connection.jetStream();
            for (int id = 0; id < 2_000; id++) {
                try {
                    acked.put(
                            id,
                            stream.publish("disk$1.final", RawClient.payload(id, 100_000))
                                    .getSeqno());
                } catch (Exception e) {
                    return e.toString();
                }
            }
        }
        return null;
    }

    private static void publishOne(int port, int id) throws Exception {
        try (Connection connection = RawClient.connect(List.of(port))) {
            connection.jetStream().publish("disk$1.final", RawClient.payload(id, 100));
        }
    }
}
