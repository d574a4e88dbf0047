package dev.stationmaster.engine.session;

import java.time.Instant;
import java.util.List;

/// What can be said of one connection at a moment. Counters of a living one may be a little old.
///
/// @param closedReason `""` while open
/// @param roundTripNanos 0 when not measured yet
public record SessionReport(
        long clientId,
        String kind,
        String ip,
        int port,
        Instant start,
        Instant lastActivity,
        Instant stop,
        String closedReason,
        long roundTripNanos,
        long pendingBytes,
        long inMessages,
        long inBytes,
        long outMessages,
        long outBytes,
        String name,
        String lang,
        String version,
        String user,
        List<Subscribed> subscriptions) {

    /// @param max deliveries after which it ends, 0 for none
    public record Subscribed(String subject, String queue, String sid, long delivered, long max) {}
}
