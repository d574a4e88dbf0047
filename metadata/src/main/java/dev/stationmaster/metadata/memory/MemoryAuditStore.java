package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.AuditEntry;
import dev.stationmaster.metadata.AuditStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The audit log in the order of writing.
final class MemoryAuditStore implements AuditStore {
    private final List<AuditEntry> entries = new ArrayList<>();
    private long lastId;

    @Override
    public synchronized void add(AuditEntry entry) {
        entries.add(new AuditEntry(++lastId, entry.station(), entry.message(), entry.user(), entry.at()));
    }

    @Override
    public synchronized List<AuditEntry> ofStation(String station, int limit) {
        return entries.reversed().stream()
                .filter(entry -> entry.station().equals(station))
                .sorted(Comparator.comparing(AuditEntry::at).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized int removeBefore(Instant limit) {
        int before = entries.size();
        entries.removeIf(entry -> entry.at().isBefore(limit));
        return before - entries.size();
    }

    synchronized void removeStation(String station) {
        entries.removeIf(entry -> entry.station().equals(station));
    }

    synchronized void renameCreator(String user) {
        entries.replaceAll(entry -> entry.user().equals(user)
                ? new AuditEntry(entry.id(), entry.station(), entry.message(), user + "(deleted)", entry.at())
                : entry);
    }
}
