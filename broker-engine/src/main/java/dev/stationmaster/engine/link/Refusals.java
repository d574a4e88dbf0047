package dev.stationmaster.engine.link;

import java.util.HashMap;
import java.util.Map;

/// Which refusals were told of lately: who is refused comes again every second. Confined to the link's event loop.
final class Refusals {
    private static final long SILENT_NANOS = 60_000_000_000L;
    private static final int KEPT_MAX = 1_000;

    private final Map<String, Long> told = new HashMap<>();

    /// Whether this is worth a line in the log.
    boolean isNews(String reason) {
        long now = System.nanoTime();
        Long before = told.get(reason);
        if (before != null && now - before < SILENT_NANOS) {
            return false;
        }
        if (told.size() >= KEPT_MAX) {
            told.clear();
        }
        told.put(reason, now);
        return true;
    }
}
