package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.ConsumerStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Members of consumer groups.
final class MemoryConsumerStore extends MemoryClientRows<ConsumerMember> implements ConsumerStore {
    @Override
    public synchronized List<ConsumerMember> ofGroup(String station, String group) {
        return select(
                row -> row.client().station().equals(station) && row.group().equals(group), Integer.MAX_VALUE);
    }

    @Override
    public synchronized int removeInactiveBefore(Instant limit) {
        Map<List<String>, Long> kept = new HashMap<>();
        for (ConsumerMember row : all(Integer.MAX_VALUE)) {
            kept.putIfAbsent(List.of(row.client().station(), row.group()), row.id());
        }
        return removeIf(row ->
                !row.client().active() && row.client().updatedAt().isBefore(limit) && !kept.containsValue(row.id()));
    }

    @Override
    Client client(ConsumerMember row) {
        return row.client();
    }

    @Override
    ConsumerMember with(ConsumerMember row, long id, Client client) {
        return row.withId(id).withClient(client);
    }
}
