package dev.stationmaster.metadata;

import java.time.Instant;

/// What somebody did to a station.
///
/// @param id given by the store, 0 before
public record AuditEntry(long id, String station, String message, String user, Instant at) {
    public static AuditEntry now(String station, String message, String user) {
        return new AuditEntry(0, station, message, user, Instant.now());
    }
}
