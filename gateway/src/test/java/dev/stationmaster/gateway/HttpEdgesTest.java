package dev.stationmaster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.gateway.http.Handler;
import dev.stationmaster.gateway.http.HttpServer;
import dev.stationmaster.gateway.http.Limits;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Site;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the listener does with bytes that are no good requests, and with too many of those that are.
class HttpEdgesTest {
    private final HttpServer server = new HttpServer();

    private record OneHandler(Handler handler) implements Site {
        @Override
        public Response answer(Request request) {
            try {
                return handler.handle(request);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Response refusal(int status, String text) {
            return Response.text(status, text);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private int open(Limits limits, Handler handler) throws IOException {
        return server.open("127.0.0.1", 0, limits, new OneHandler(handler)).port();
    }

    private static Limits limits(int requests, Duration read, Duration answer) {
        return new Limits(() -> 1000, 4096, 8, requests, 100_000, read, answer);
    }

    private static Limits roomy() {
        return limits(8, Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    /// Sends bytes and reads until the server closes or `seconds` pass.
    private static String talk(int port, String bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GARBAGE\\r\\n\\r\\n|400",
                "GET /a%ZZ?x=%ZZ HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1001\\r\\n\\r\\n|413",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: many\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n|400",
                "GET / HTTP/1.0\\r\\n\\r\\n|200",
            })
    void answersBytesThatAreNoRequest(String bytes, int status) throws IOException {
        int port = open(roomy(), _ -> Response.text(200, "fine"));
        assertThat(talk(port, bytes.replace("\\r\\n", "\r\n"))).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void refusesHeadersAboveTheLimit() throws IOException {
        int port = open(roomy(), _ -> Response.text(200, "fine"));
        assertThat(talk(port, "GET / HTTP/1.1\r\nX: " + "y".repeat(5000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @Test
    void answersRequestsSentAheadInTheirOrder() throws IOException {
        int port = open(roomy(), request -> Response.text(200, "<" + request.path() + ">"));
        StringBuilder ahead = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            ahead.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        ahead.append("GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        String answers = talk(port, ahead.toString());
        assertThat(answers.split("<")).hasSize(22);
        assertThat(answers.indexOf("</3>")).isLessThan(answers.indexOf("</4>")).isPositive();
        assertThat(answers).endsWith("</end>");
    }

    @Test
    void refusesMoreRequestsThanItMayWorkOn() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        int port = open(limits(1, Duration.ofSeconds(20), Duration.ofSeconds(20)), _ -> {
            entered.countDown();
            leave.await(10, TimeUnit.SECONDS);
            return Response.text(200, "late");
        });
        try (Socket first = new Socket("127.0.0.1", port)) {
            first.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(talk(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 503");
            leave.countDown();
        }
    }

    @Test
    void closesAConnectionThatSaysNothing() throws IOException {
        int port = open(limits(8, Duration.ofMillis(200), Duration.ofSeconds(20)), _ -> Response.text(200, "fine"));
        assertThat(talk(port, "GET / HT")).isEmpty();
        assertThat(talk(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab"))
                .isEmpty();
    }

    @Test
    void answers504WhenAnAnswerTakesTooLong() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        int port = open(limits(8, Duration.ofSeconds(20), Duration.ofMillis(200)), _ -> {
            never.await(10, TimeUnit.SECONDS);
            return Response.text(200, "late");
        });
        assertThat(talk(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 504");
        never.countDown();
    }

    @Test
    void hidesWhatWentWrongInside() throws IOException {
        int port = open(roomy(), _ -> {
            throw new IllegalStateException("secret detail");
        });
        String answer = talk(port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 500").doesNotContain("secret");
    }
}
