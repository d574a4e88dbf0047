package dev.stationmaster.desktop.link;

import dev.stationmaster.gateway.view.ErrorView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Requests to the management API with the token they need: logs in when there is none or it has run out.
///
/// Thread-safe; callers wait at most [#PATIENCE] for an answer.
final class ApiClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Credentials credentials;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    /// Written by any caller that logged in; read by all; an old one is only refused.
    private volatile @Nullable String token;

    ApiClient(Credentials credentials) {
        this.credentials = credentials;
    }

    String address() {
        return credentials.api().getAuthority();
    }

    <T> T get(String path, Class<T> type) {
        return read(exchange("GET", path, null), type);
    }

    <T> T send(String method, String path, @Nullable Object body, Class<T> type) {
        return read(exchange(method, path, body), type);
    }

    void send(String method, String path, @Nullable Object body) {
        exchange(method, path, body);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private String exchange(String method, String path, @Nullable Object body) {
        String bearer = token;
        if (bearer == null) {
            bearer = login();
        }
        HttpResponse<String> response = call(method, "/api/console/" + path, body, bearer);
        if (response.statusCode() == 401) {
            response = call(method, "/api/console/" + path, body, login());
        }
        if (response.statusCode() / 100 != 2) {
            throw refused(response);
        }
        return response.body();
    }

    private String login() {
        HttpResponse<String> response = call(
                "POST",
                "/api/usermgmt/login",
                Map.of("username", credentials.user(), "password", credentials.password()),
                null);
        if (response.statusCode() / 100 != 2) {
            throw LinkException.refused(
                    "SM-LOGIN",
                    "%s does not accept user %s (%d)"
                            .formatted(credentials.api(), credentials.user(), response.statusCode()));
        }
        String jwt = tree(response.body()).path("jwt").asString("");
        if (jwt.isEmpty()) {
            throw LinkException.refused("SM-LOGIN", credentials.api() + " answered the login without a token");
        }
        token = jwt;
        return jwt;
    }

    private HttpResponse<String> call(String method, String path, @Nullable Object body, @Nullable String bearer) {
        URI uri = URI.create(credentials.api().toString().replaceAll("/+$", "") + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            String reason = failure.getMessage();
            throw LinkException.unreachable(
                    credentials.api() + " does not answer" + (reason == null ? "" : ": " + reason));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw LinkException.unreachable("the request to " + credentials.api() + " was cancelled");
        }
    }

    private static LinkException refused(HttpResponse<String> response) {
        try {
            ErrorView error = JSON.readValue(response.body(), ErrorView.class);
            return LinkException.refused(error.code(), error.message());
        } catch (JacksonException unreadable) {
            return LinkException.refused(
                    "SM-HTTP-" + response.statusCode(), "the gateway answered " + response.statusCode());
        }
    }

    private static <T> T read(String body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (JacksonException unreadable) {
            throw LinkException.refused(
                    "SM-ANSWER", "the gateway's answer is not understood: " + unreadable.getOriginalMessage());
        }
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException unreadable) {
            throw LinkException.refused(
                    "SM-ANSWER", "the gateway's answer is not understood: " + unreadable.getOriginalMessage());
        }
    }
}
