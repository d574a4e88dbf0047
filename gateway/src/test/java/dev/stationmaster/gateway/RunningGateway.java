package dev.stationmaster.gateway;

import dev.stationmaster.gateway.boot.Gateway;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.PasswordHash;
import dev.stationmaster.metadata.User;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A whole gateway on free ports, over brokers and metadata in memory, and an HTTP client for it.
final class RunningGateway implements AutoCloseable {
    static final String SECRET = "a-secret-of-tests-that-is-long-enough";
    static final String REFRESH_SECRET = "another-secret-of-tests-that-is-long-enough";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    final FakeBrokers brokers = new FakeBrokers();
    final MetadataStores metadata = MetadataStores.inMemory();
    final Gateway gateway;

    RunningGateway() throws IOException {
        metadata.users().create(User.create("root", User.UserType.ROOT, PasswordHash.of("memphis")));
        metadata.users().create(User.create("app", User.UserType.APPLICATION, PasswordHash.of("memphis")));
        gateway = Gateway.start(config(), brokers, metadata);
    }

    static GatewayConfig config() {
        return new GatewayConfig(
                "127.0.0.1",
                new GatewayConfig.Ports(0, 0, 0),
                List.of("nats://127.0.0.1:6666"),
                List.of(),
                "$sm",
                "x",
                new GatewayConfig.Metadata("jdbc:postgresql://127.0.0.1:1/none", "u", "p"),
                null,
                null,
                SECRET,
                REFRESH_SECRET);
    }

    String rest() {
        return gateway.addresses().rest();
    }

    String api() {
        return gateway.addresses().api();
    }

    String exporter() {
        return gateway.addresses().exporter();
    }

    /// A REST token of `user`.
    String token(String user) {
        HttpResponse<String> answer = post(
                rest() + "/auth/authenticate",
                "{\"username\":\"" + user + "\",\"password\":\"memphis\"}",
                "Content-Type",
                "application/json");
        return json(answer).path("jwt").asString();
    }

    /// A management token of root.
    String adminToken() {
        return json(post(api() + "/api/usermgmt/login", "{\"username\":\"root\",\"password\":\"memphis\"}"))
                .path("jwt")
                .asString();
    }

    static HttpResponse<String> get(String url, String... headers) {
        return send(request(url, headers).GET());
    }

    static HttpResponse<String> post(String url, String body, String... headers) {
        return send(request(url, headers).POST(BodyPublishers.ofString(body)));
    }

    static HttpResponse<String> post(String url, byte[] body, String... headers) {
        return send(request(url, headers).POST(BodyPublishers.ofByteArray(body)));
    }

    static HttpResponse<String> call(String method, String url, String body, String... headers) {
        return send(request(url, headers).method(method, BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        return Json.mapper().readTree(answer.body());
    }

    @Override
    public void close() {
        gateway.close();
    }
}
