package dev.stationmaster.engine.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.session.SessionLimits;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final Path FILES = Path.of("src/test/resources/tls");
    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void aClientUpgradesAfterInfo() throws Exception {
        try (TestServer server = server(false, false, Duration.ZERO)) {
            exchange(server, "nats", false, false);
            try (RawClient raw = server.raw()) {
                assertThat(raw.line()).contains("\"tls_required\":true").doesNotContain("tls_available");
            }
        }
    }

    @Test
    void aClientOfAServerThatDemandsTlsIsToldSo() {
        try (TestServer server = server(false, false, Duration.ZERO);
                RawClient raw = server.raw()) {
            raw.line();
            raw.send("CONNECT {}\r\nPING\r\n");
            assertThat(raw.line()).isEqualTo("-ERR 'Secure Connection - TLS Required'");
            assertThat(raw.line()).isNull();
        }
    }

    @Test
    void whoStartsNoHandshakeIsDropped() {
        try (TestServer server = server(false, false, Duration.ZERO);
                RawClient raw = server.raw()) {
            raw.line();
            assertThat(raw.line()).isNull();
        }
    }

    @Test
    void whereTlsIsOptionalBothWaysWork() throws Exception {
        try (TestServer server = server(false, true, Duration.ZERO);
                RawClient raw = server.raw()) {
            assertThat(raw.line()).contains("\"tls_available\":true").doesNotContain("tls_required");
            raw.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(raw.untilPong()).isEqualTo("PONG|");
            exchange(server, "nats", false, false);
        }
    }

    @Test
    void aClientMustShowACertificateWhereItIsVerified() throws Exception {
        try (TestServer server = server(true, false, Duration.ZERO)) {
            exchange(server, "nats", false, true);
            assertThatThrownBy(() -> exchange(server, "nats", false, false)).isInstanceOf(Exception.class);
        }
    }

    @Test
    void theHandshakeMayComeBeforeInfo() throws Exception {
        try (TestServer server = server(false, false, Duration.ofMillis(300))) {
            exchange(server, "nats", true, false);
            exchange(server, "nats", false, false);
        }
    }

    @Test
    void webSocketsAreServedOverTls() throws Exception {
        try (TestServer server = server(false, false, Duration.ZERO)) {
            exchange(server, "wss", false, false);
        }
    }

    @Test
    void keysInTheFormOfRsaAreReadToo() {
        assertThat(PemFiles.key(FILES.resolve("server-pkcs1.key")))
                .isEqualTo(PemFiles.key(FILES.resolve("server.key")));
    }

    @Test
    void filesThatCannotBeUsedAreNamed(@TempDir Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertThatThrownBy(() -> PemFiles.key(empty)).hasMessageContaining("empty.pem");
        assertThatThrownBy(() -> PemFiles.key(folder.resolve("none.pem"))).hasMessageContaining("none.pem");
        assertThatThrownBy(() -> PemFiles.certificates(folder.resolve("none.pem")))
                .hasMessageContaining("none.pem");
    }

    /// Connects with the Java client, which checks the server's certificate, and hears its own large message.
    private static void exchange(TestServer server, String scheme, boolean first, boolean certificate)
            throws Exception {
        int port = scheme.equals("wss") ? server.server.webSocketPort() : server.server.port();
        Options.Builder options = Options.builder()
                .server(scheme + "://localhost:" + port)
                .maxReconnects(0)
                .sslContext(context(certificate));
        try (Connection client = Nats.connect((first ? options.tlsFirst() : options).build())) {
            var heard = client.subscribe("a");
            byte[] payload = "x".repeat(500_000).getBytes(StandardCharsets.US_ASCII);
            client.publish("a", payload);
            var message = heard.nextMessage(Duration.ofSeconds(5));
            assertThat(message).isNotNull();
            assertThat(message.getData()).isEqualTo(payload);
        }
    }

    private static TestServer server(boolean verify, boolean optional, Duration helloWithin) {
        TlsSettings settings = new TlsSettings(
                FILES.resolve("server.pem"),
                FILES.resolve("server.key"),
                Optional.of(FILES.resolve("ca.pem")),
                verify,
                Duration.ofMillis(1000),
                optional,
                helloWithin);
        return new TestServer(Authenticator.open(), SessionLimits.ofPayload(1 << 20), Optional.of(settings));
    }

    private static SSLContext context(boolean certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(FILES.resolve("ca.pem"))) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] own = null;
        if (certificate) {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(FILES.resolve("client.p12").toFile(), PASSWORD), PASSWORD);
            own = keys.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }
}
