package dev.stationmaster.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the handler of a request by method and path.
///
/// Literal parts match without case, `{name}` matches one part, a trailing slash is tolerated. The first added
/// wins.
/// HEAD is served by GET's route. Filled at start, then immutable in use.
public final class Router {

    /// What a look-up can say.
    public sealed interface Match {
        record Found(Handler handler, Request request) implements Match {}

        record WrongMethod() implements Match {}

        record NotFound() implements Match {}

        record BadPath() implements Match {}
    }

    private record Route(String method, String[] parts, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    public Router get(String path, Handler handler) {
        return add("GET", path, handler);
    }

    public Router post(String path, Handler handler) {
        return add("POST", path, handler);
    }

    public Router put(String path, Handler handler) {
        return add("PUT", path, handler);
    }

    public Router delete(String path, Handler handler) {
        return add("DELETE", path, handler);
    }

    private Router add(String method, String path, Handler handler) {
        routes.add(new Route(method, parts(path), handler));
        return this;
    }

    public Match match(Request request) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        String[] parts = parts(request.path());
        boolean pathKnown = false;
        for (Route route : routes) {
            if (!fits(route.parts, parts)) {
                continue;
            }
            if (!route.method.equals(method)) {
                pathKnown = true;
                continue;
            }
            try {
                return new Match.Found(route.handler, request.withPathValues(values(route.parts, parts)));
            } catch (IllegalArgumentException _) {
                // A percent sign that no two hexadecimal digits follow.
                return new Match.BadPath();
            }
        }
        return pathKnown ? new Match.WrongMethod() : new Match.NotFound();
    }

    private static String[] parts(String path) {
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        return path.substring(path.startsWith("/") ? 1 : 0, Math.max(end, path.startsWith("/") ? 1 : 0))
                .split("/", -1);
    }

    private static boolean fits(String[] route, String[] parts) {
        if (route.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (isName(route[i]) ? parts[i].isEmpty() : !route[i].equalsIgnoreCase(parts[i])) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> values(String[] route, String[] parts) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (isName(route[i])) {
                values.put(route[i].substring(1, route[i].length() - 1), decode(parts[i]));
            }
        }
        return values;
    }

    private static boolean isName(String part) {
        return part.startsWith("{") && part.endsWith("}");
    }

    private static String decode(String part) {
        // In a path a plus sign is itself, unlike in a form.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
