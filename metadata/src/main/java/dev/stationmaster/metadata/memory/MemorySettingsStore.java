package dev.stationmaster.metadata.memory;

import dev.stationmaster.metadata.SettingsStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Settings by key.
final class MemorySettingsStore implements SettingsStore {
    private final TreeMap<String, String> settings = new TreeMap<>();

    @Override
    public synchronized Optional<String> get(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    @Override
    public synchronized void put(String key, String value) {
        settings.put(key, value);
    }

    @Override
    public synchronized boolean remove(String key) {
        return settings.remove(key) != null;
    }

    @Override
    public synchronized Map<String, String> all() {
        return Map.copyOf(settings);
    }
}
