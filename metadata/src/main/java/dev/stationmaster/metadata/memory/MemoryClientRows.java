package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ClientRows;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Rows of clients by id.
abstract class MemoryClientRows<T> implements ClientRows<T> {
    final TreeMap<Long, T> rows = new TreeMap<>();
    private long lastId;

    abstract Client client(T row);

    abstract T with(T row, long id, Client client);

    @Override
    public synchronized T add(T row) {
        T stored = with(row, ++lastId, client(row));
        rows.put(lastId, stored);
        return stored;
    }

    @Override
    public synchronized List<T> ofStation(String station, int limit) {
        return select(row -> client(row).station().equals(station), limit);
    }

    @Override
    public synchronized List<T> all(int limit) {
        return select(row -> true, limit);
    }

    @Override
    public synchronized int remove(String station, String name, String connectionId) {
        return removeIf(row -> client(row).station().equals(station)
                && client(row).name().equals(name)
                && client(row).connectionId().equals(connectionId));
    }

    @Override
    public synchronized int deactivateConnection(String connectionId) {
        return deactivate(row -> client(row).connectionId().equals(connectionId));
    }

    @Override
    public synchronized int activateConnection(String connectionId, int node) {
        int count = 0;
        for (var entry : rows.entrySet()) {
            T row = entry.getValue();
            if (client(row).connectionId().equals(connectionId)) {
                entry.setValue(with(row, entry.getKey(), client(row).activated(node, Instant.now())));
                count++;
            }
        }
        return count;
    }

    @Override
    public synchronized int deactivateNode(int node) {
        return deactivate(row -> client(row).node() == node);
    }

    @Override
    public synchronized int removeStation(String station) {
        return removeIf(row -> client(row).station().equals(station));
    }

    /// Active ones first, then newest first.
    List<T> select(Predicate<T> condition, int limit) {
        Comparator<T> activeFirst = Comparator.comparing(row -> !client(row).active());
        Comparator<T> newestFirst =
                Comparator.comparing((T row) -> client(row).updatedAt()).reversed();
        return rows.descendingMap().values().stream()
                .filter(condition)
                .sorted(activeFirst.thenComparing(newestFirst))
                .limit(limit)
                .toList();
    }

    int removeIf(Predicate<T> condition) {
        int before = rows.size();
        rows.values().removeIf(condition);
        return before - rows.size();
    }

    private int deactivate(Predicate<T> condition) {
        int count = 0;
        for (var entry : rows.entrySet()) {
            T row = entry.getValue();
            if (client(row).active() && condition.test(row)) {
                entry.setValue(with(row, entry.getKey(), client(row).deactivated(Instant.now())));
                count++;
            }
        }
        return count;
    }
}
