package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.Producer;
import dev.stationmaster.metadata.ProducerStore;
import java.time.Instant;

/// Producers' rows.
final class MemoryProducerStore extends MemoryClientRows<Producer> implements ProducerStore {
    @Override
    public synchronized int removeInactiveBefore(Instant limit) {
        return removeIf(
                row -> !row.client().active() && row.client().updatedAt().isBefore(limit));
    }

    @Override
    Client client(Producer row) {
        return row.client();
    }

    @Override
    Producer with(Producer row, long id, Client client) {
        return new Producer(id, client);
    }
}
