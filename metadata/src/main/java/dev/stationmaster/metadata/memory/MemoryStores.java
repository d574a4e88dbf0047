package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.AuditStore;
import dev.stationmaster.metadata.ConsumerStore;
import dev.stationmaster.metadata.DeadLetterStore;
import dev.stationmaster.metadata.MetadataStatus;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.ProducerStore;
import dev.stationmaster.metadata.SchemaStore;
import dev.stationmaster.metadata.SettingsStore;
import dev.stationmaster.metadata.StationStore;
import dev.stationmaster.metadata.TagStore;
import dev.stationmaster.metadata.UserStore;

/// All stores in memory. Thread-safe: each store is its own monitor.
public final class MemoryStores implements MetadataStores {
    private final MemoryStationStore stations = new MemoryStationStore();
    private final MemorySchemaStore schemas = new MemorySchemaStore();
    private final MemoryAuditStore audit = new MemoryAuditStore();
    private final MemoryTagStore tags = new MemoryTagStore();
    private final MemoryUserStore users = new MemoryUserStore(this::forgetUser);
    private final MemoryProducerStore producers = new MemoryProducerStore();
    private final MemoryConsumerStore consumers = new MemoryConsumerStore();
    private final MemoryDeadLetterStore deadLetters = new MemoryDeadLetterStore();
    private final MemorySettingsStore settings = new MemorySettingsStore();

    @Override
    public UserStore users() {
        return users;
    }

    @Override
    public ProducerStore producers() {
        return producers;
    }

    @Override
    public ConsumerStore consumers() {
        return consumers;
    }

    @Override
    public StationStore stations() {
        return stations;
    }

    @Override
    public DeadLetterStore deadLetters() {
        return deadLetters;
    }

    @Override
    public SchemaStore schemas() {
        return schemas;
    }

    @Override
    public TagStore tags() {
        return tags;
    }

    @Override
    public AuditStore audit() {
        return audit;
    }

    @Override
    public SettingsStore settings() {
        return settings;
    }

    @Override
    public void removeStation(String station) {
        producers.removeStation(station);
        consumers.removeStation(station);
        deadLetters.removeStation(station, 0);
        tags.removeEntity(TagStore.Kind.STATION, station);
        audit.removeStation(station);
        stations.removeAndDetach(station);
    }

    @Override
    public MetadataStatus status() {
        return new MetadataStatus.Ready(0);
    }

    @Override
    public void close() {}

    private void forgetUser(String name) {
        stations.renameCreator(name);
        schemas.renameCreator(name);
        audit.renameCreator(name);
        tags.removeEntity(TagStore.Kind.USER, name);
    }
}
