package dev.stationmaster.gateway.rest;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.auth.Login;
import dev.stationmaster.gateway.auth.Session;
import dev.stationmaster.gateway.auth.Sessions;
import dev.stationmaster.gateway.auth.Tokens;
import dev.stationmaster.gateway.auth.UnauthorizedException;
import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.consume.Consume;
import dev.stationmaster.gateway.http.Handler;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Router;
import dev.stationmaster.gateway.http.Site;
import dev.stationmaster.gateway.produce.Produce;
import dev.stationmaster.gateway.status.Readiness;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything on port 4444: first CORS, then who is calling, then the route.
public final class RestSite implements Site {
    private static final Logger log = LoggerFactory.getLogger(RestSite.class);
    private static final Set<String> OPEN = Set.of(
            "/",
            "/monitoring/status",
            "/monitoring/ready",
            "/auth/authenticate",
            "/auth/refreshtoken",
            "/monitoring/getresourcesutilization");

    private interface StationHandler {
        Response handle(Session session, Request request) throws Exception;
    }

    private final Tokens tokens;
    private final Sessions sessions;
    private final Router router;

    public RestSite(Tokens tokens, Sessions sessions, Login login, Readiness readiness) {
        this.tokens = tokens;
        this.sessions = sessions;
        AuthRoutes auth = new AuthRoutes(login);
        ProduceRoutes produce = new ProduceRoutes(new Produce());
        ConsumeRoutes consume = new ConsumeRoutes(new Consume());
        this.router = new Router()
                .get("/", _ -> json(200, Map.of("name", "Stationmaster REST gateway", "status", "ok")))
                .get("/monitoring/status", _ -> json(200, Map.of("status", "ok")))
                .get("/monitoring/ready", _ -> ready(readiness))
                .post("/auth/authenticate", auth::authenticate)
                .post("/auth/refreshToken", auth::refresh)
                .post("/stations/{station}/produce/single", onStation(produce::single))
                .post("/stations/{station}/produce/batch", onStation(produce::batch))
                .post("/stations/{station}/consume/batch", onStation(consume::batch));
    }

    private static Response ready(Readiness readiness) {
        return readiness.isReady()
                ? json(200, Map.of("status", "ok"))
                : json(503, Map.of("status", "waiting", "message", "No broker can be reached yet"));
    }

    private static Response json(int status, Object body) {
        return Response.json(status, Json.bytes(body));
    }

    @Override
    public Response answer(Request request) {
        if (request.method().equals("OPTIONS")) {
            return preflight(request);
        }
        return withCors(route(request));
    }

    @Override
    public Response refusal(int status, String text) {
        return withCors(Response.text(status, text));
    }

    private Response route(Request request) {
        try {
            if (!OPEN.contains(normalised(request.path()))) {
                checkToken(request);
            }
            return switch (router.match(request)) {
                case Router.Match.Found(Handler handler, Request found) -> handler.handle(found);
                case Router.Match.WrongMethod _ -> Response.text(405, "Method Not Allowed");
                case Router.Match.BadPath _ -> Response.text(400, "Bad Request");
                case Router.Match.NotFound _ ->
                    Response.text(404, "Cannot " + escape(request.method()) + " " + escape(request.path()));
            };
        } catch (RestException e) {
            return e.response();
        } catch (UnauthorizedException e) {
            log.debug("{} refused: {}", request.path(), e.getMessage());
            return Answers.unauthorized();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answers.error(503, "The gateway is stopping");
        } catch (Exception e) {
            log.error("{} {} failed", request.method(), request.path(), e);
            return request.path().toLowerCase(Locale.ROOT).startsWith("/auth/")
                    ? Answers.message(500, "Server error")
                    : Answers.error(500, "Server error");
        }
    }

    private Handler onStation(StationHandler handler) {
        return request -> {
            Session session;
            try {
                session = sessions.of(checkToken(request));
            } catch (BrokerException e) {
                return Answers.ofLogin(e);
            }
            try {
                return handler.handle(session, request);
            } catch (RestException e) {
                return e.response();
            } catch (RuntimeException e) {
                return Answers.ofStation(e);
            }
        };
    }

    /// @throws UnauthorizedException without a good token
    private Tokens.Checked checkToken(Request request) {
        return tokens.checkAccess(token(request));
    }

    /// The header wins and must be two words, whatever the first is; the query parameter is for those who
    /// cannot set
    /// one.
    private static String token(Request request) {
        String header = request.headers().first("Authorization").orElse("");
        if (header.isEmpty()) {
            return request.query("authorization").orElseThrow(() -> new UnauthorizedException("no token"));
        }
        String[] words = header.split(" ", -1);
        if (words.length != 2) {
            throw new UnauthorizedException("Authorization header of " + words.length + " words (expected: 2)");
        }
        return words[1];
    }

    private static String normalised(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static Response withCors(Response response) {
        return response.with("Access-Control-Allow-Origin", "*").with("Vary", "Origin");
    }

    private static Response preflight(Request request) {
        Response answer = Response.empty(204)
                .with("Access-Control-Allow-Origin", "*")
                .with("Access-Control-Allow-Methods", "GET,POST,HEAD,PUT,DELETE,PATCH")
                .with("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        return request.headers()
                .first("Access-Control-Request-Headers")
                .map(names -> answer.with("Access-Control-Allow-Headers", names))
                .orElse(answer);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }
}
