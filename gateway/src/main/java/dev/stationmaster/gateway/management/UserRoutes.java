package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// `/api/usermgmt/*`: login and refresh; the other calls say that they are not there yet.
public final class UserRoutes {
    private static final String COOKIE = "memphis-jwt-refresh-token";

    private final UserLogin login;
    private final Supplier<SessionView.Endpoints> endpoints;

    public UserRoutes(UserLogin login, Supplier<SessionView.Endpoints> endpoints) {
        this.login = login;
        this.endpoints = endpoints;
    }

    public void addTo(Router router) {
        router.post("/api/usermgmt/login", this::login)
                .post("/api/usermgmt/refreshToken", this::refresh)
                .get("/api/usermgmt/getSignUpFlag", _ -> Response.json(200, Json.bytes(Map.of("show_signup", false))))
                .post("/api/usermgmt/sendTrace", _ -> Response.json(200, Json.bytes(Map.of())));
    }

    private Response login(Request request) {
        ObjectNode body = Bodies.object(request);
        String username = Bodies.text(body, "username");
        String password = Bodies.text(body, "password");
        List<Map<String, String>> missing = new ArrayList<>();
        if (username.isEmpty()) {
            missing.add(Map.of("field", "username", "reason", "required"));
        }
        if (password.isEmpty()) {
            missing.add(Map.of("field", "password", "reason", "required"));
        }
        if (!missing.isEmpty()) {
            return Response.json(400, Json.bytes(Map.of("message", missing)));
        }
        return session(login.login(username, password));
    }

    private Response refresh(Request request) {
        return session(login.refresh(cookie(request).orElseThrow(UserLogin::unauthorized)));
    }

    private Response session(UserLogin.LoggedIn loggedIn) {
        String cookie = COOKIE + "=" + loggedIn.refreshToken() + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                + AdminTokens.REFRESH_LIFETIME.toSeconds();
        return Response.json(200, Json.bytes(SessionView.of(loggedIn, endpoints.get())))
                .with("Set-Cookie", cookie);
    }

    private static Optional<String> cookie(Request request) {
        String header = request.headers().first("Cookie").orElse("");
        for (String pair : header.split(";")) {
            String trimmed = pair.strip();
            if (trimmed.startsWith(COOKIE + "=")) {
                return Optional.of(trimmed.substring(COOKIE.length() + 1));
            }
        }
        return Optional.empty();
    }
}
