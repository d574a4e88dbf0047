package dev.stationmaster.desktop.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stationmaster.gateway.view.StationRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpConsoleLinkTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpConsoleLink link;
    private volatile String token = "one";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/usermgmt/login", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, body.contains("memphis") ? 200 : 401, "{\"jwt\":\"" + token + "\"}");
        });
        server.createContext("/api/console/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, "{\"code\":\"SM-AUTH\",\"message\":\"log in\"}");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/api/console/stations" ->
                    answer(exchange, 200, "{\"stations\":[],\"ageMillis\":5,\"missing\":[],\"new\":1}");
                case "/api/console/cluster" -> answer(exchange, 200, "not json");
                default -> answer(exchange, 404, "{\"code\":\"SM-STATION-UNKNOWN\",\"message\":\"no station so\"}");
            }
        });
        server.start();
        link = link("memphis");
    }

    @AfterEach
    void stop() {
        link.close();
        server.stop(0);
    }

    @Test
    void logsInByItselfAndReadsWhatItKnows() {
        assertThat(link.stations().stations()).isEmpty();
        assertThat(seen).containsExactly("GET /api/console/stations");
    }

    @Test
    void logsInAgainWhenTheTokenHasRunOut() {
        link.stations();
        token = "two";
        assertThat(link.stations().ageMillis()).isEqualTo(5);
    }

    @Test
    void refusalKeepsItsCodeAndSentence() {
        assertThatThrownBy(() -> link.station("a b/c")).isInstanceOfSatisfying(LinkException.class, failure -> {
            assertThat(failure.problem().code()).isEqualTo("SM-STATION-UNKNOWN");
            assertThat(failure.problem().unreachable()).isFalse();
        });
        assertThat(seen).containsExactly("GET /api/console/stations/a%20b%2Fc");
    }

    @Test
    void wrongPasswordIsSaidPlainly() {
        try (HttpConsoleLink wrong = link("guess")) {
            assertThatThrownBy(wrong::stations).hasMessageContaining("does not accept user root");
        }
    }

    @Test
    void answerThatIsNoJsonIsAProblemNotACrash() {
        assertThatThrownBy(link::cluster)
                .isInstanceOfSatisfying(
                        LinkException.class,
                        failure -> assertThat(failure.problem().code()).isEqualTo("SM-ANSWER"));
    }

    @Test
    void silenceIsTellable() {
        link.stations();
        server.stop(0);
        assertThatThrownBy(() -> link.createStation(StationRequest.named("x")))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        failure -> assertThat(failure.problem().unreachable()).isTrue());
    }

    private HttpConsoleLink link(String password) {
        return new HttpConsoleLink(new Credentials(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "root", password));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
