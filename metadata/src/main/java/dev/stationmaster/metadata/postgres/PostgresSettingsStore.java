package dev.stationmaster.metadata.postgres;

import dev.stationmaster.metadata.SettingsStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Table `settings`.
final class PostgresSettingsStore implements SettingsStore {
    private final Database database;

    PostgresSettingsStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> get(String key) {
        return database.call(handle -> handle.createQuery("select value from settings where key = :key")
                .bind("key", key)
                .mapTo(String.class)
                .findOne());
    }

    @Override
    public void put(String key, String value) {
        database.run(handle ->
                handle.createUpdate("""
                        insert into settings (key, value) values (:key, :value)
                        on conflict (key) do update set value = excluded.value""").bind("key", key).bind("value", value).execute());
    }

    @Override
    public boolean remove(String key) {
        return database.call(handle -> handle.createUpdate("delete from settings where key = :key")
                        .bind("key", key)
                        .execute()
                > 0);
    }

    @Override
    public Map<String, String> all() {
        Map<String, String> settings = new LinkedHashMap<>();
        database.run(handle -> handle.createQuery("select key, value from settings order by key collate \"C\"")
                .map((row, context) -> settings.put(row.getString("key"), row.getString("value")) == null)
                .list());
        return settings;
    }
}
