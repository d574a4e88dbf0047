package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.Json;
import dev.stationmaster.gateway.http.Handler;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Router;
import dev.stationmaster.gateway.http.Site;
import dev.stationmaster.gateway.view.ErrorView;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything on port 9000: CORS, then who is calling, then the route; errors in the shape of their half of the
/// API.
public final class ManagementSite implements Site {
    private static final Logger log = LoggerFactory.getLogger(ManagementSite.class);
    private static final String CONSOLE = "/api/console/";
    /// The old command-line client prints the server's text only for this one.
    private static final int SHOWABLE_TO_AXIOS = 666;
    private static final Set<String> OPEN = Set.of(
            "/api/status",
            "/api/monitoring/getclusterinfo",
            "/api/usermgmt/login",
            "/api/usermgmt/refreshtoken",
            "/api/usermgmt/getsignupflag",
            "/api/usermgmt/addusersignup");

    private final UserLogin login;
    private final Router router = new Router();

    public ManagementSite(UserLogin login) {
        this.login = login;
    }

    /// Adds routes; they are given a way to know their caller.
    public ManagementSite with(BiConsumer<Router, Function<Request, Caller>> routes) {
        routes.accept(router, this::caller);
        return this;
    }

    @Override
    public Response answer(Request request) {
        if (request.method().equals("OPTIONS")) {
            return withCors(Response.empty(204), request)
                    .with("Access-Control-Allow-Methods", "GET,POST,PUT,DELETE,OPTIONS")
                    .with("Access-Control-Allow-Headers", "Origin,Content-Length,Content-Type,Authorization");
        }
        return withCors(route(request), request);
    }

    @Override
    public Response refusal(int status, String text) {
        return Response.json(status, Json.bytes(new ErrorView("SM-HTTP-" + status, text)));
    }

    private Response route(Request request) {
        try {
            boolean isApi = request.path().toLowerCase(Locale.ROOT).startsWith("/api");
            if (isApi && !OPEN.contains(normalised(request.path()))) {
                caller(request);
            }
            return switch (router.match(request)) {
                case Router.Match.Found(Handler handler, Request found) -> handler.handle(found);
                case Router.Match.WrongMethod _ -> refusal(405, "Method not allowed");
                case Router.Match.BadPath _ -> refusal(400, "Bad path");
                case Router.Match.NotFound _ -> notFound(request);
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return refusal(503, "The gateway is stopping");
        } catch (Exception e) {
            return failed(request, e);
        }
    }

    private Response notFound(Request request) {
        if (Absent.isPlanned(request.path())) {
            return refused(request, Refusal.notYet(request.path()));
        }
        return isConsole(request)
                ? Response.json(404, Json.bytes(new ErrorView("SM-ROUTE-UNKNOWN", "No such call: " + request.path())))
                : Response.json(404, Json.bytes(Map.of("message", "Not found")));
    }

    private Response failed(Request request, Exception failure) {
        Optional<Refusal> refusal = Refusals.of(failure);
        if (refusal.isPresent()) {
            return refused(request, refusal.get());
        }
        log.error("{} {} failed", request.method(), request.path(), failure);
        return isConsole(request)
                ? Response.json(
                        500, Json.bytes(new ErrorView("SM-SERVER-ERROR", "Server error; see the gateway's log")))
                : Response.json(500, Json.bytes(Map.of("message", "Server error")));
    }

    private static Response refused(Request request, Refusal refusal) {
        if (isConsole(request)) {
            return Response.json(refusal.kind().status(), Json.bytes(new ErrorView(refusal.code(), refusal.text())));
        }
        boolean axios = request.headers().first("User-Agent").orElse("").startsWith("axios/");
        int status = !refusal.kind().isBusiness() ? refusal.kind().status() : axios ? SHOWABLE_TO_AXIOS : 406;
        return Response.json(status, Json.bytes(new ErrorView(refusal.code(), refusal.text())));
    }

    private static boolean isConsole(Request request) {
        return request.path().toLowerCase(Locale.ROOT).startsWith(CONSOLE);
    }

    /// @throws Refusal `UNAUTHORIZED`
    private Caller caller(Request request) {
        String[] words = request.headers().first("Authorization").orElse("").split(" ", -1);
        if (words.length != 2) {
            throw UserLogin.unauthorized();
        }
        return new Caller(login.check(words[1]));
    }

    private static Response withCors(Response response, Request request) {
        return request.headers()
                .first("Origin")
                .map(origin -> response.with("Access-Control-Allow-Origin", origin)
                        .with("Access-Control-Allow-Credentials", "true")
                        .with("Access-Control-Expose-Headers", "Content-Length")
                        .with("Vary", "Origin"))
                .orElse(response);
    }

    private static String normalised(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.length() > 1 && lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
