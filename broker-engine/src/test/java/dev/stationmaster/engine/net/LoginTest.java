package dev.stationmaster.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.stationmaster.engine.NodeConfig.Access;
import dev.stationmaster.engine.NodeConfig.Rights;
import dev.stationmaster.engine.NodeConfig.StaticUser;
import dev.stationmaster.engine.auth.BareAccess;
import dev.stationmaster.engine.auth.PasswordCheck;
import dev.stationmaster.engine.session.SessionLimits;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final String QUIET = "CONNECT {\"verbose\":false,\"pedantic\":false,\"user\":";

    private final PasswordCheck passwords = new PasswordCheck();
    private List<StaticUser> users;
    private TestServer broker;

    @BeforeEach
    void start() {
        String hash = BCrypt.withDefaults().hashToString(6, "pw".toCharArray());
        users = List.of(
                new StaticUser("ann", hash, "", Rights.ALL),
                new StaticUser(
                        "bob",
                        "pw",
                        "",
                        new Rights(
                                List.of("x.*"), List.of(), List.of("x.>", "in.>"), List.of("x.no"), 0, Duration.ZERO)),
                new StaticUser(
                        "svc", "pw", "", new Rights(List.of(), List.of(), List.of(), List.of(), 1, Duration.ZERO)));
        broker = server(Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        broker.close();
        passwords.close();
    }

    @Test
    void theRightPasswordConnectsAndAWrongOneIsRefused() throws Exception {
        try (Connection client =
                Nats.connect(broker.options().userInfo("ann", "pw").build())) {
            client.publish("a", new byte[0]);
            client.flush(Duration.ofSeconds(5));
        }
        assertThatThrownBy(() ->
                        Nats.connect(broker.options().userInfo("ann", "no").build()))
                .hasMessageContaining("uthentication");
    }

    @Test
    void whatIsPipelinedBehindConnectWaitsForTheHashAndKeepsItsOrder() {
        try (RawClient client = broker.raw()) {
            assertThat(client.line()).contains("\"auth_required\":true");
            client.send(
                    QUIET + "\"ann\",\"pass\":\"pw\"}\r\nSUB a 1\r\nPUB a 1\r\nx\r\nPING\r\nPUB a 1\r\ny\r\nPING\r\n");
            assertThat(client.untilPong()).isEqualTo("MSG a 1 1|x|PONG|");
            assertThat(client.untilPong()).isEqualTo("MSG a 1 1|y|PONG|");
        }
    }

    @Test
    void aRefusedClientHearsWhyBeforeTheEnd() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send(QUIET + "\"ann\",\"pass\":\"no\"}\r\nPING\r\n");
            assertThat(client.line()).isEqualTo("-ERR 'Authorization Violation'");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void nothingButConnectIsHeardBeforeLogin() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send("PING\r\n");
            assertThat(client.line()).isEqualTo("-ERR 'Authorization Violation'");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void whoSaysNothingIsTimedOut() {
        try (TestServer impatient = server(Duration.ofMillis(100));
                RawClient client = impatient.raw()) {
            client.line();
            assertThat(client.line()).isEqualTo("-ERR 'Authentication Timeout'");
            assertThat(client.line()).isNull();
            await().until(() -> impatient.registry.closedReports().size() == 1);
            assertThat(impatient.registry.closedReports().getFirst().closedReason())
                    .isEqualTo("Authentication Timeout");
        }
    }

    @Test
    void permissionsAreKeptAndTheConnectionStaysOpen() {
        try (RawClient client = broker.raw()) {
            client.line();
            client.send(QUIET + "\"bob\",\"pass\":\"pw\"}\r\nPUB y 0\r\n\r\nSUB y 1\r\nSUB y q 2\r\nSUB x.> 3\r\n"
                    + "PUB x.ok 0\r\n\r\nPUB x.no 0\r\n\r\nPING\r\n");
            assertThat(client.untilPong())
                    .isEqualTo("-ERR 'Permissions Violation for Publish to \"y\"'|"
                            + "-ERR 'Permissions Violation for Subscription to \"y\"'|"
                            + "-ERR 'Permissions Violation for Subscription to \"y\" using queue \"q\"'|"
                            + "MSG x.ok 3 0||PONG|");
        }
    }

    @Test
    void aReplierMayAnswerOnceWhereItWasAsked() {
        try (RawClient service = broker.raw();
                RawClient client = broker.raw()) {
            service.line();
            service.send(QUIET + "\"svc\",\"pass\":\"pw\"}\r\nSUB ask 1\r\nPING\r\n")
                    .untilPong();
            client.line();
            client.send(QUIET + "\"ann\",\"pass\":\"pw\"}\r\nSUB in.1 1\r\nPUB ask in.1 0\r\n\r\nPING\r\n")
                    .untilPong();
            assertThat(service.line()).isEqualTo("MSG ask 1 in.1 0");
            service.send("PUB in.1 1\r\na\r\nPUB in.1 1\r\nb\r\nPING\r\n");
            assertThat(service.untilPong()).isEqualTo("|-ERR 'Permissions Violation for Publish to \"in.1\"'|PONG|");
            assertThat(client.line()).isEqualTo("MSG in.1 1 1");
        }
    }

    private TestServer server(Duration authTimeout) {
        SessionLimits limits = new SessionLimits(
                1024, 4096, 10, 0, 1 << 20, Duration.ofMinutes(2), 2, Duration.ofSeconds(10), authTimeout);
        return new TestServer(new BareAccess(new Access(false, "", "", "", users), "", passwords), limits);
    }
}
