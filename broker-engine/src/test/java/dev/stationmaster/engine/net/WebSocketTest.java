package dev.stationmaster.engine.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {
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
    void anUnmodifiedClientTalksOverWebSocketToOneOverTcp() throws Exception {
        Options overWebSocket = Options.builder()
                .server("ws://127.0.0.1:" + broker.server.webSocketPort())
                .maxReconnects(0)
                .build();
        try (Connection web = Nats.connect(overWebSocket);
                Connection tcp = Nats.connect(broker.options().build())) {
            Subscription sub = web.subscribe("a");
            web.flush(Duration.ofSeconds(20));
            byte[] body = new byte[200_000];
            body[199_999] = 7;
            tcp.publish("a", body);
            assertThat(sub.nextMessage(Duration.ofSeconds(20)).getData()).isEqualTo(body);
            Subscription back = tcp.subscribe("b");
            tcp.flush(Duration.ofSeconds(20));
            web.publish("b", body);
            assertThat(back.nextMessage(Duration.ofSeconds(20)).getData()).isEqualTo(body);
        }
    }

    @Test
    void linesMayBeCutOverFramesOfAnyKindAndAnErrorClosesWithItsCode() throws Exception {
        Ears ears = new Ears();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + broker.server.webSocketPort() + "/any?x=1"), ears)
                    .get(20, TimeUnit.SECONDS);
            socket.sendBinary(bytes("CONNECT {\"verbose\":false}\r\nPI"), true).get(20, TimeUnit.SECONDS);
            socket.sendText("NG\r\nSUB a 1\r\n", true).get(20, TimeUnit.SECONDS);
            socket.sendBinary(bytes("PUB a 2\r\n"), false).get(20, TimeUnit.SECONDS);
            socket.sendBinary(bytes("hi\r\n"), true).get(20, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(20)).until(() -> ears.heard().endsWith("PONG\r\nMSG a 1 2\r\nhi\r\n"));
            socket.sendBinary(bytes("GARBAGE\r\n"), true).get(20, TimeUnit.SECONDS);
            assertThat(ears.closed.get(20, TimeUnit.SECONDS)).isEqualTo("1002 Protocol Violation");
            assertThat(ears.heard()).endsWith("-ERR 'Unknown Protocol Operation'\r\n");
        }
    }

    @Test
    void requestsThatAreNoUpgradeAreRefused() {
        assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"))
                .startsWith("HTTP/1.1 101 ");
    }

    private String ask(String request) {
        try (RawClient client = new RawClient(broker.server.webSocketPort())) {
            return client.send(request).line();
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static final class Ears implements WebSocket.Listener {
        final CompletableFuture<String> closed = new CompletableFuture<>();
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        String heard() {
            return heard.toString(UTF_8);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            heard.writeBytes(bytes);
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }
    }
}
