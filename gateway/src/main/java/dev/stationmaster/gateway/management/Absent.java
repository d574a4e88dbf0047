package dev.stationmaster.gateway.management;

import java.util.List;
import java.util.Locale;

/// Calls of the management API that clients know and this version does not have yet.
final class Absent {
    private static final List<String> GROUPS = List.of(
            "/api/usermgmt/",
            "/api/stations/",
            "/api/monitoring/",
            "/api/schemas/",
            "/api/tags/",
            "/api/integrations/",
            "/api/configurations/",
            "/api/asynctasks/",
            "/api/functions/",
            "/api/producers/",
            "/api/consumers/");

    private Absent() {}

    static boolean isPlanned(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return GROUPS.stream().anyMatch(lower::startsWith);
    }
}
