package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.stream.StreamConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataGroupTest {
    private static final GroupId GROUP = new GroupId("r1-1");
    private static final byte[] NONE = new byte[0];

    @TempDir
    Path directory;

    private final AtomicReference<RecordingSide> side = new AtomicReference<>();

    @Test
    void messagesAreStoredAndThereAfterARestart() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            start(cluster);
            assertThat(propose(
                            cluster, new PartitionCommand.CreateStream(7, StreamConfig.of("orders", List.of("o.>")))))
                    .isEqualTo(Outcome.Done.EMPTY);
            for (int i = 1; i <= 100; i++) {
                assertThat(propose(cluster, append("o.1", "m" + i))).isEqualTo(new Outcome.Stored(i));
            }
            assertThat(side.get().heard).contains("ready", "changed", "stored 1..1", "stored 100..100");
            cluster.stop(1);
            start(cluster);
            assertThat(propose(cluster, append("o.2", "m101"))).isEqualTo(new Outcome.Stored(101));
            StoredMessage message = side.get().ask(() -> {
                PartitionView partition = side.get().context.partition("orders");
                return partition == null ? null : partition.load(57);
            });
            assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("m57");
        }
    }

    @Test
    void aMessageOfEightMebibytesTravelsInParts() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            start(cluster);
            propose(cluster, new PartitionCommand.CreateStream(7, StreamConfig.of("big", List.of("b"))));
            byte[] payload = new byte[8 << 20];
            new Random(5).nextBytes(payload);
            byte[] headers = "NATS/1.0\r\nA: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(propose(cluster, new PartitionCommand.Append(7, "b", headers, payload)))
                    .isEqualTo(new Outcome.Stored(1));
            byte[] exact = new byte[512 * 1024];
            assertThat(propose(cluster, new PartitionCommand.Append(7, "b", NONE, exact)))
                    .isEqualTo(new Outcome.Stored(2));
            StoredMessage stored =
                    side.get().ask(() -> side.get().context.partition(7).load(1));
            assertThat(stored.payload()).isEqualTo(payload);
            assertThat(stored.headers()).isEqualTo(headers);
        }
    }

    @Test
    void aStreamThatIsNotThereRefuses() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            start(cluster);
            assertThat(propose(cluster, append("o.1", "x")))
                    .isEqualTo(new Outcome.Refused(JetStreamErrors.STREAM_NOT_FOUND));
        }
    }

    @Test
    void aDeletedStreamsFilesGoWithTheNextCheckpoint() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            start(cluster);
            propose(cluster, new PartitionCommand.CreateStream(7, StreamConfig.of("orders", List.of("o.>"))));
            propose(cluster, append("o.1", "x"));
            Path files = directory.resolve("node-1/streams/r1-1/7");
            assertThat(files).exists();
            assertThat(propose(cluster, new PartitionCommand.DeleteStream(7))).isEqualTo(Outcome.Done.EMPTY);
            cluster.stop(1);
            await().atMost(Duration.ofSeconds(5)).until(() -> !Files.exists(files));
            start(cluster);
            assertThat(propose(cluster, append("o.1", "x")))
                    .isEqualTo(new Outcome.Refused(JetStreamErrors.STREAM_NOT_FOUND));
        }
    }

    @Test
    void messagesGoByAgeWithoutTraffic() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            start(cluster);
            StreamConfig config = Configs.withMaxAge(StreamConfig.of("aged", List.of("a")), Duration.ofSeconds(1));
            propose(cluster, new PartitionCommand.CreateStream(9, config));
            propose(cluster, new PartitionCommand.Append(9, "a", NONE, new byte[10]));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> side.get()
                                    .ask(() -> side.get()
                                            .context
                                            .partition(9)
                                            .stats()
                                            .messages())
                            == 0L);
        }
    }

    @Test
    void aRequestReachesTheLeadersSide() throws Exception {
        try (TestCluster cluster = new TestCluster(directory, 1)) {
            start(cluster);
            cluster.nodes
                    .get(1)
                    .request(GROUP, new GroupRequest(Message.of("$JS.API.X", NONE), ClientIdentity.ofNode(1)));
            await().atMost(Duration.ofSeconds(10)).until(() -> side.get().heard.contains("request $JS.API.X"));
        }
    }

    private void start(TestCluster cluster) {
        cluster.start(1, DataMachine.factory(context -> {
            RecordingSide recording = new RecordingSide(context);
            if (context.group().equals(GROUP)) {
                side.set(recording);
            }
            return recording;
        }));
        cluster.awaitLeader(GROUP);
    }

    private static PartitionCommand.Append append(String subject, String text) {
        return new PartitionCommand.Append(7, subject, NONE, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome propose(TestCluster cluster, PartitionCommand command) {
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        cluster.nodes.get(1).propose(GROUP, command, outcomes::add);
        await().pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> !outcomes.isEmpty());
        return outcomes.getFirst();
    }
}
