package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.List;

/// The audit log.
public interface AuditStore {
    void add(AuditEntry entry);

    /// Newest first.
    List<AuditEntry> ofStation(String station, int limit);

    int removeBefore(Instant limit);
}
