package dev.stationmaster.metadata;

import java.util.Map;
import java.util.Optional;

/// Settings of the cluster that can be changed while it runs, as texts by key.
public interface SettingsStore {
    Optional<String> get(String key);

    void put(String key, String value);

    boolean remove(String key);

    Map<String, String> all();
}
