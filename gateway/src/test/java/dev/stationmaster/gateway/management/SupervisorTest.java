package dev.stationmaster.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Talking to the supervisor, and slowing down guesses.
class SupervisorTest {
    @TempDir
    private Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /// Answers each connection's one line with `reply`.
    private ServerSocketChannel supervisor(Path socket, String reply) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> {
            while (server.isOpen()) {
                try (SocketChannel channel = server.accept()) {
                    asked.add(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine());
                    channel.write(ByteBuffer.wrap((reply + "\n").getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server;
    }

    @Test
    void passesNodeActionsOn() throws IOException {
        Path socket = Files.createTempDirectory("sm").resolve("s");
        try (ServerSocketChannel _ = supervisor(socket, "{\"ok\":true}")) {
            new Supervisor(Optional.of(socket)).node("node-kill", 2);
            assertThat(asked).containsExactly("{\"op\":\"node-kill\",\"node\":2}");
        }
    }

    @Test
    void handsTheSupervisorsRefusalOn() throws IOException {
        Path socket = Files.createTempDirectory("sm").resolve("s");
        try (ServerSocketChannel _ =
                supervisor(socket, "{\"ok\":false,\"code\":\"SM-NODE-UNKNOWN\",\"message\":\"no node 9\"}")) {
            Supervisor supervisor = new Supervisor(Optional.of(socket));
            assertThatThrownBy(() -> supervisor.node("node-stop", 9)).isInstanceOfSatisfying(Refusal.class, refusal -> {
                assertThat(refusal.code()).isEqualTo("SM-NODE-UNKNOWN");
                assertThat(refusal.text()).isEqualTo("no node 9");
            });
        }
    }

    @Test
    void saysThatThereIsNoneOrThatItIsAway() {
        assertThatThrownBy(() -> new Supervisor(Optional.empty()).node("node-stop", 1))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_YET));
        Supervisor gone = new Supervisor(Optional.of(directory.resolve("none")));
        assertThatThrownBy(() -> gone.node("node-stop", 1))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE));
        assertThat(gone.status().isMissingNode()).isTrue();
    }

    @Test
    void makesAGuesserWaitAndForgetsItAfterASuccess() {
        MovingClock clock = new MovingClock();
        Throttle throttle = new Throttle(clock);
        for (int i = 0; i < 5; i++) {
            throttle.check("root");
            throttle.failed("root");
        }
        assertThatThrownBy(() -> throttle.check("root")).isInstanceOf(Refusal.class);
        throttle.check("other");
        clock.now = clock.now.plus(Duration.ofSeconds(2));
        throttle.check("root");
        throttle.succeeded("root");
        throttle.failed("root");
        throttle.check("root");
    }

    private static final class MovingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
