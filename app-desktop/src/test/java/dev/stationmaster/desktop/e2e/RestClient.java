package dev.stationmaster.desktop.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The HTTP gateway as a web program uses it.
final class RestClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String base;
    private final String token;

    RestClient(String base) {
        this.base = base;
        HttpResponse<String> login = send(request("/auth/authenticate")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"username\":\"root\",\"password\":\"memphis\"}")));
        assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
        token = Product.JSON.readTree(login.body()).get("jwt").asString();
    }

    HttpResponse<String> produce(String station, byte[] body, String contentType) {
        return send(request("/stations/" + station + "/produce/single")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    HttpResponse<String> produceBatch(String station, String json) {
        return send(request("/stations/" + station + "/produce/batch")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    JsonNode consume(String station, String group, int count) {
        String body = Product.JSON.writeValueAsString(Map.of(
                "consumer_name", group, "consumer_group", group, "batch_size", count, "batch_max_wait_time_ms", 5000));
        HttpResponse<String> answer = send(request("/stations/" + station + "/consume/batch")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Product.JSON.readTree(answer.body());
    }

    static String get(String url) {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)));
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
