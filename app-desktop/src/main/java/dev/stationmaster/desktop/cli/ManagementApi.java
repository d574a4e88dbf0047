package dev.stationmaster.desktop.cli;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.gateway.view.ConnectView;
import dev.stationmaster.gateway.view.ErrorView;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The gateway's console API for one command: logs in at the first call. Blocking; confined to its caller.
final class ManagementApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String address;
    private final String user;
    private final String password;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private @Nullable String token;

    ManagementApi(String address, String user, String password) {
        this.address = address.replaceAll("/+$", "");
        this.user = user;
        this.password = password;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /// Addresses for clients.
    ConnectView connectView() {
        return CommandLineMain.JSON.treeToValue(call("GET", "connect", null), ConnectView.class);
    }

    /// @param path below `/api/console/`
    /// @throws ClusterException with the gateway's code and message when it refuses
    JsonNode call(String method, String path, @Nullable Object body) {
        String bearer = token;
        if (bearer == null) {
            bearer = login();
            token = bearer;
        }
        return exchange(method, "/api/console/" + path, body, bearer);
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private String login() {
        JsonNode session = exchange("POST", "/api/usermgmt/login", Map.of("username", user, "password", password), "");
        return session.path("jwt").asString("");
    }

    private JsonNode exchange(String method, String path, @Nullable Object body, String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(CommandLineMain.JSON.writeValueAsString(body)));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw refused(path, response);
            }
            return response.body().isEmpty()
                    ? CommandLineMain.JSON.createObjectNode()
                    : CommandLineMain.JSON.readTree(response.body());
        } catch (IOException | JacksonException cause) {
            throw ClusterException.failed(
                    "SM-API", "the management API at " + address + " does not answer: " + cause.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ClusterException.failed("SM-API", "interrupted");
        }
    }

    private ClusterException refused(String path, HttpResponse<String> response) {
        try {
            ErrorView error = CommandLineMain.JSON.readValue(response.body(), ErrorView.class);
            if (error.message() != null) {
                return ClusterException.failed(error.code() == null ? "SM-API" : error.code(), error.message());
            }
        } catch (JacksonException unreadable) {
            // Told by its status instead.
        }
        return path.endsWith("/login")
                ? ClusterException.failed("SM-LOGIN", address + " does not accept user " + user)
                : ClusterException.failed("SM-API", address + path + " answered " + response.statusCode());
    }
}
