package dev.stationmaster.engine.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.session.SessionLimits;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes over the wire, byte by byte.
class RawProtocolTest {
    private TestServer broker;

    @BeforeEach
    void start() {
        broker = new TestServer();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void greetsWithInfoBeforeAnythingElse() {
        try (RawClient client = broker.raw()) {
            assertThat(client.line())
                    .startsWith("INFO {")
                    .contains("\"server_id\":\"NTEST\"", "\"version\":\"2.10.7\"", "\"proto\":1", "\"headers\":true")
                    .contains("\"max_payload\":1048576", "\"jetstream\":true", "\"client_ip\":\"127.0.0.1\"")
                    .contains("\"connection_id\":\"\"")
                    .doesNotContain("auth_required", "tls", "connect_urls");
        }
    }

    @Test
    void aPipelinedStoryGivesTheSameAnswersWhereverItIsCut() {
        byte[] story = ("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\nPING\r\nSUB  a.*  7 \r\n"
                        + "pub a.b 3\r\nx\r\n\r\nHPUB a.c r 12 14\r\nNATS/1.0\r\n\r\nhi\r\nUNSUB 7\r\nPUB a.b 0\r\n\r\nPING\r\n")
                .getBytes(UTF_8);
        String expected = "MSG a.b 7 3|x||HMSG a.c 7 r 12 14|NATS/1.0||hi|PONG|";
        for (int cut = 0; cut < story.length; cut += 3) {
            try (RawClient client = broker.raw()) {
                client.line();
                client.send(java.util.Arrays.copyOfRange(story, 0, cut));
                Thread.onSpinWait();
                client.send(java.util.Arrays.copyOfRange(story, cut, story.length));
                assertThat(client.untilPong()).isEqualTo("PONG|");
                assertThat(client.untilPong()).as("cut at %d", cut).isEqualTo(expected);
            }
        }
    }

    @Test
    void aStorySentByteByByteIsUnderstood() {
        try (RawClient client = broker.raw()) {
            client.line();
            for (byte b : "CONNECT {\"verbose\":false}\r\nSUB a 1\r\nPUB a 2\r\nab\r\nPING\r\n".getBytes(UTF_8)) {
                client.send(new byte[] {b});
            }
            assertThat(client.untilPong()).isEqualTo("MSG a 1 2|ab|PONG|");
        }
    }

    @Test
    void verboseClientsAreToldOkButNotForPing() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send("CONNECT {\"verbose\":true,\"headers\":true}\r\nPING\r\nSUB a 1\r\nUNSUB 1\r\nUNSUB 99\r\n"
                    + "PUB a 0\r\n\r\nHPUB a 12 12\r\nNATS/1.0\r\n\r\n\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("+OK|PONG|");
            assertThat(client.untilPong()).isEqualTo("+OK|+OK|+OK|+OK|+OK|PONG|");
        }
    }

    @Test
    void withoutCredentialsAClientMaySpeakBeforeConnecting() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send("SUB a 1\r\nPUB a 1\r\nx\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("+OK|+OK|MSG a 1 1|x|PONG|");
        }
    }

    @Test
    void pedanticClientsHaveTheirSubjectsChecked() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send("CONNECT {\"verbose\":false}\r\nPUB foo.* 0\r\n\r\nPUB a..b 0\r\n\r\nSUB a. 1\r\nPING\r\n");
            assertThat(client.untilPong())
                    .isEqualTo("-ERR 'Invalid Publish Subject'|-ERR 'Invalid Publish Subject'|"
                            + "-ERR 'Invalid Subject'|PONG|");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "GET / HTTP/1.1 | -ERR 'Unknown Protocol Operation'",
                "SUB | -ERR 'Unknown Protocol Operation'",
                "PUB a b c d | END",
                "PUB a -1 | END",
                "CONNECT {bad | END",
                "CONNECT {\"verbose\":\"x\"} | END",
                "CONNECT {\"user\":1} | END",
                "-ERR 'x' | END",
                "CONNECT {\"no_responders\":true} | -ERR 'no responders requires headers support'",
                "CONNECT {\"protocol\":2} | -ERR 'invalid client protocol'",
                "CONNECT {\"account\":\"x\"} | -ERR 'Authorization Violation'"
            })
    void aMistakeEndsTheConnectionWithTheProtocolsError(String line, String answer) {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send(line + "\r\n");
            if (!answer.equals("END")) {
                assertThat(client.line()).isEqualTo(answer);
            }
            assertThat(client.line()).isNull();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> broker.registry.sessions().isEmpty());
    }

    @Test
    void aVerboseClientHearsOkAfterAComplaintAboutItsSubject() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send("CONNECT {}\r\nPUB a. 0\r\n\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("+OK|-ERR 'Invalid Publish Subject'|+OK|PONG|");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB a 1048577", "HPUB a 2 1048577"})
    void whoSendsTooMuchIsToldAndThenCutOff(String line) {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send(line + "\r\n");
            assertThat(client.line()).isEqualTo("-ERR 'Maximum Payload Violation'");
            assertThatThrownBy(client::line).hasCauseInstanceOf(SocketException.class);
        }
    }

    @Test
    void anEndlessLineIsCutOff() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send("SUB " + "a".repeat(5000));
            assertThat(client.line()).isEqualTo("-ERR 'maximum control line exceeded'");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void aClientWithoutHeadersGetsThePayloadAlone() {
        try (RawClient plain = broker.raw().connect("{\"verbose\":false}");
                RawClient rich = broker.raw().connect()) {
            plain.send("SUB a 1\r\nPING\r\n");
            plain.untilPong();
            rich.send("HPUB a 12 14\r\nNATS/1.0\r\n\r\nhi\r\nPING\r\n").untilPong();
            plain.send("PING\r\n");
            assertThat(plain.untilPong()).isEqualTo("MSG a 1 2|hi|PONG|");
            plain.send("HPUB a 12 14\r\nNATS/1.0\r\n\r\nhi\r\n");
            assertThat(plain.line()).isNull();
        }
    }

    @Test
    void nobodyListeningIsToldOnceAndOnlyWithReply() {
        try (RawClient client = broker.raw().connect()) {
            client.send("SUB in.* 5\r\nPUB gone 0\r\n\r\nPUB gone in.1 0\r\n\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("HMSG in.1 5 16 16|NATS/1.0 503||||PONG|".replace("||||", "|||"));
        }
    }

    @Test
    void withoutEchoAClientDoesNotHearItself() {
        try (RawClient client = broker.raw().connect("{\"verbose\":false,\"echo\":false}")) {
            client.send("SUB a 1\r\nSUB a q 2\r\nPUB a 0\r\n\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("PONG|");
        }
    }

    @Test
    void aRepeatedSidKeepsTheFirstSubscription() {
        try (RawClient client = broker.raw().connect()) {
            client.send("SUB a 1\r\nSUB b 1\r\nPUB a 0\r\n\r\nPUB b 0\r\n\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("MSG a 1 0||PONG|");
        }
    }

    @Test
    void autoUnsubscribeCountsFromTheBeginning() {
        try (RawClient client = broker.raw().connect()) {
            client.send("SUB a 1\r\nPUB a 1\r\n1\r\nPUB a 1\r\n2\r\nUNSUB 1 3\r\nPUB a 1\r\n3\r\nPUB a 1\r\n4\r\n"
                    + "SUB b 2\r\nPUB b 0\r\n\r\nUNSUB 2 1\r\nPUB b 0\r\n\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("MSG a 1 1|1|MSG a 1 1|2|MSG a 1 1|3|MSG b 2 0||PONG|");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> broker.board.subscriptionCount() == 0);
    }

    @Test
    void repliesInReservedSpacesAreRefused() {
        try (RawClient client = broker.raw().connect()) {
            client.send("SUB a 1\r\nPUB a $JS.ACK.x 0\r\n\r\nPING\r\n");
            assertThat(client.untilPong())
                    .isEqualTo("-ERR 'Permissions Violation for Publish with Reply of \"$JS.ACK.x\"'|PONG|");
        }
    }

    @Test
    void aClientThatNeverSaysAnythingIsClosedAsStale() {
        SessionLimits limits = new SessionLimits(
                1 << 20,
                4096,
                10,
                0,
                1 << 26,
                Duration.ofMillis(100),
                2,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
        try (TestServer server = new TestServer(Authenticator.open(), limits);
                RawClient client = server.raw()) {
            assertThat(client.line()).startsWith("INFO ");
            assertThat(client.line()).isEqualTo("PING");
            assertThat(client.line()).isEqualTo("PING");
            assertThat(client.line()).isEqualTo("-ERR 'Stale Connection'");
        }
    }

    @Test
    void aSilentClientIsPingedAndThenClosedAsStale() {
        SessionLimits limits = new SessionLimits(
                1024, 4096, 10, 0, 1 << 20, Duration.ofMillis(50), 2, Duration.ofSeconds(10), Duration.ofSeconds(2));
        try (TestServer quick = new TestServer(Authenticator.open(), limits);
                RawClient client = quick.raw().connect()) {
            assertThat(client.line()).isEqualTo("PING");
            assertThat(client.line()).isEqualTo("PING");
            assertThat(client.line()).isEqualTo("-ERR 'Stale Connection'");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void oneConnectionTooManyIsToldSo() {
        SessionLimits limits = new SessionLimits(
                1024, 4096, 1, 1, 1 << 20, Duration.ofMinutes(2), 2, Duration.ofSeconds(10), Duration.ofSeconds(2));
        try (TestServer small = new TestServer(Authenticator.open(), limits);
                RawClient first = small.raw().connect();
                RawClient second = small.raw()) {
            assertThat(second.line()).startsWith("INFO");
            assertThat(second.line()).isEqualTo("-ERR 'maximum connections exceeded'");
            first.send("SUB a 1\r\nSUB b 2\r\nPING\r\n");
            assertThat(first.untilPong()).isEqualTo("-ERR 'maximum subscriptions exceeded'|PONG|");
        }
    }

    @Test
    void aClientThatDoesNotReadIsClosedAsASlowConsumerAndCounted() {
        SessionLimits limits = new SessionLimits(
                1 << 20, 4096, 10, 0, 4 << 20, Duration.ofMinutes(2), 2, Duration.ofSeconds(10), Duration.ofSeconds(2));
        try (TestServer small = new TestServer(Authenticator.open(), limits);
                RawClient lazy = small.raw().connect();
                RawClient publisher = small.raw().connect()) {
            lazy.send("SUB a 1\r\n");
            await().until(() -> small.board.subscriptionCount() == 1);
            byte[] payload = new byte[1 << 20];
            for (int i = 0; i < 30; i++) {
                publisher.send("PUB a 1048576\r\n").send(payload).send("\r\n");
            }
            publisher.send("PING\r\n").untilPong();
            await().atMost(Duration.ofSeconds(20)).until(() -> small.counters.slowConsumers() == 1);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> small.registry.sessions().size() == 1);
        }
    }

    @Test
    void addressesOfTheClusterArePushedAfterTheFirstPong() {
        try (RawClient client = broker.raw().connect()) {
            broker.server.announce("c", java.util.List.of("h:1"), java.util.List.of("h:2"));
            assertThat(client.line()).startsWith("INFO ").contains("\"connect_urls\":[\"h:1\",\"h:2\"]");
        }
    }

    @Test
    void aTakenPortIsNamed() {
        EventLoops loops = new EventLoops(1);
        Listener second = new Listener("client", loops, new io.netty.channel.ChannelInboundHandlerAdapter());
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                PortTakenException.class, () -> second.bind("127.0.0.1", broker.server.port()))
                        .getMessage())
                .contains("client", "127.0.0.1", Integer.toString(broker.server.port()));
        loops.close();
    }
}
