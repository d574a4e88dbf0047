package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.Producer;
import dev.stationmaster.metadata.ProducerStore;
import java.time.Instant;

/// Table `producers`.
final class PostgresProducerStore extends ClientTable<Producer> implements ProducerStore {
    PostgresProducerStore(Database database) {
        super(database, "producers", (row, context) -> new Producer(row.getLong("id"), client(row)));
    }

    @Override
    public Producer add(Producer producer) {
        return database.call(handle -> new Producer(
                bind(
                                handle.createQuery(
                                        "insert into producers (" + COLUMNS + ") values (" + VALUES + ") returning id"),
                                producer.client())
                        .mapTo(Long.class)
                        .one(),
                producer.client()));
    }

    @Override
    public int removeInactiveBefore(Instant limit) {
        return database.call(
                handle -> handle.createUpdate("delete from producers where not is_active and updated_at < :limit")
                        .bind("limit", limit)
                        .execute());
    }
}
