package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.Station;
import dev.stationmaster.metadata.StationStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The projection of stations by name.
final class MemoryStationStore implements StationStore {
    private final TreeMap<String, Station> stations = new TreeMap<>();
    private long metaIndex;

    @Override
    public synchronized List<Station> all() {
        return List.copyOf(stations.values());
    }

    @Override
    public synchronized Optional<Station> byName(String name) {
        return Optional.ofNullable(stations.get(name));
    }

    @Override
    public synchronized void put(Station station) {
        stations.put(station.name(), station);
    }

    @Override
    public synchronized boolean remove(String name) {
        return stations.remove(name) != null;
    }

    @Override
    public synchronized boolean replaceAll(long newMetaIndex, Collection<Station> all) {
        if (newMetaIndex < metaIndex) {
            return false;
        }
        metaIndex = newMetaIndex;
        stations.clear();
        all.forEach(this::put);
        return true;
    }

    synchronized void removeAndDetach(String name) {
        stations.remove(name);
        stations.replaceAll(
                (key, station) -> station.dlsStation().equals(name) ? with(station, "", station.createdBy()) : station);
    }

    synchronized void renameCreator(String user) {
        stations.replaceAll((key, station) ->
                station.createdBy().equals(user) ? with(station, station.dlsStation(), user + "(deleted)") : station);
    }

    private static Station with(Station station, String dlsStation, String createdBy) {
        return new Station(
                station.id(),
                station.name(),
                station.retentionType(),
                station.retentionValue(),
                station.storage(),
                station.replicas(),
                station.partitions(),
                station.idempotencyWindowMillis(),
                station.dlsPoison(),
                station.dlsSchemaverse(),
                dlsStation,
                station.schema(),
                station.schemaVersion(),
                station.tieredStorage(),
                createdBy,
                station.createdAt(),
                station.updatedAt());
    }
}
