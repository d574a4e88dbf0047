package dev.stationmaster.gateway.boot;

import dev.stationmaster.gateway.export.OwnMetrics;
import dev.stationmaster.gateway.http.Request;
import dev.stationmaster.gateway.http.Response;
import dev.stationmaster.gateway.http.Site;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// Counts and times the requests of another site, by route.
final class MeasuredSite implements Site {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "OPTIONS");

    private final Site site;
    private final OwnMetrics metrics;

    MeasuredSite(Site site, OwnMetrics metrics) {
        this.site = site;
        this.metrics = metrics;
    }

    @Override
    public Response answer(Request request) {
        long start = System.nanoTime();
        Response response = site.answer(request);
        String method = METHODS.contains(request.method()) ? request.method() : "other";
        metrics.request(route(request.path()), method, response.status(), Duration.ofNanos(System.nanoTime() - start));
        return response;
    }

    @Override
    public Response refusal(int status, String text) {
        return site.refusal(status, text);
    }

    /// The path with the station's name taken out; anything unknown is one series.
    private static String route(String path) {
        String[] parts = path.toLowerCase(Locale.ROOT).split("/");
        if (parts.length == 5 && parts[1].equals("stations")) {
            String last = parts[3] + "/" + parts[4];
            return switch (last) {
                case "produce/single", "produce/batch", "consume/batch" -> "/stations/{station}/" + last;
                default -> "other";
            };
        }
        return parts.length == 3 && (parts[1].equals("auth") || parts[1].equals("monitoring")) && known(parts[2])
                ? "/" + parts[1] + "/" + parts[2]
                : "other";
    }

    private static boolean known(String last) {
        return Set.of("authenticate", "refreshtoken", "status", "ready").contains(last);
    }
}
