package dev.stationmaster.gateway.management;

import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.StationsReply;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.Producer;
import dev.stationmaster.metadata.Tag;
import dev.stationmaster.metadata.TagStore;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The shapes that a station has in the management API, with the names that its clients know, misspelt ones
/// included.
public final class StationForms {
    private static final int ROWS_MAX = 5000;

    private final Watch watch;
    private final MetadataStores metadata;
    private final DeadLetterAdmin deadLetters;

    public StationForms(Watch watch, MetadataStores metadata, DeadLetterAdmin deadLetters) {
        this.watch = watch;
        this.metadata = metadata;
        this.deadLetters = deadLetters;
    }

    /// Rows of `getStations`.
    List<Map<String, Object>> withCounts() {
        Map<String, Long> dead = deadLetters.counts().orElse(Map.of());
        Set<String> active = activeStations();
        Map<String, List<Tag>> tags = tags();
        return newestFirst(watch.look()).stream()
                .map(station -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("station", form(station.facts(), "disk"));
                    row.put("total_messages", orZero(station.messages()));
                    row.put("posion_messages", dead.getOrDefault(station.name(), 0L));
                    row.put("tags", tagForms(tags.getOrDefault(station.name(), List.of())));
                    row.put("has_dls_messages", dead.getOrDefault(station.name(), 0L) > 0);
                    row.put("activity", active.contains(station.name()));
                    return row;
                })
                .toList();
    }

    /// Rows of `getAllStations` and of the main overview.
    List<Map<String, Object>> light() {
        Map<String, Long> dead = deadLetters.counts().orElse(Map.of());
        Set<String> active = activeStations();
        Map<String, List<Tag>> tags = tags();
        return newestFirst(watch.look()).stream()
                .map(station -> {
                    Map<String, Object> row = form(station.facts(), "file");
                    row.put("total_messages", orZero(station.messages()));
                    row.put("tags", tagForms(tags.getOrDefault(station.name(), List.of())));
                    row.put("has_dls_messages", dead.getOrDefault(station.name(), 0L) > 0);
                    row.put("activity", active.contains(station.name()));
                    return row;
                })
                .toList();
    }

    /// `getStation`.
    Map<String, Object> details(StationsReply.Station station) {
        Map<String, Object> form = form(station, "disk");
        form.put("last_update", form.get("updated_at"));
        form.put("tags", tagForms(tags().getOrDefault(station.name(), List.of())));
        form.put("dls_configuration", Map.of("poison", station.dlsPoison(), "schemaverse", station.dlsSchemaverse()));
        form.put("partitions_number", station.partitionList().size());
        return form;
    }

    /// `createStation`.
    Map<String, Object> created(StationsReply.Station station) {
        Map<String, Object> form = form(station, "disk");
        form.put("last_update", form.get("updated_at"));
        form.put("schema_version_number", 0);
        return form;
    }

    private static Map<String, Object> form(StationsReply.Station station, String fileName) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("id", Integer.toUnsignedLong(station.internalName().hashCode()));
        form.put("name", station.name());
        form.put("retention_type", orEmpty(station.retentionType()));
        form.put("retention_value", station.retentionValue());
        form.put("storage_type", orEmpty(station.storage()).equals("file") ? fileName : orEmpty(station.storage()));
        form.put("replicas", station.replicas());
        form.put("created_by", 0);
        form.put("created_by_username", orEmpty(station.createdBy()));
        form.put("created_at", time(station.createdInstant()));
        form.put("updated_at", time(station.createdInstant()));
        form.put("is_deleted", false);
        form.put("schema_name", orEmpty(station.schema()));
        form.put("schema_vesrion_number", 0);
        form.put("idempotency_window_in_ms", station.idempotencyWindowMs());
        form.put("is_native", true);
        form.put("dls_configuration_poison", station.dlsPoison());
        form.put("dls_configuration_schemaverse", station.dlsSchemaverse());
        form.put("tiered_storage_enabled", false);
        form.put("tenant_name", "$memphis");
        form.put("resend_disabled", false);
        form.put(
                "partitions_list",
                station.partitionList().stream()
                        .map(StationsReply.Partition::partition)
                        .toList());
        form.put("version", 2);
        form.put("dls_station", orEmpty(station.dlsStation()));
        form.put("functions_lock_held", false);
        form.put("functions_locked_at", "0001-01-01T00:00:00Z");
        return form;
    }

    /// The body of a message as overviews and details show it.
    static Map<String, Object> messageForm(StoredMessage message, int hexDigitsMax) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("time_sent", time(Instant.ofEpochMilli(message.storedMillis())));
        form.put("size", message.size());
        form.put("data", StationRoutes.hex(message.payload(), hexDigitsMax));
        form.put("headers", message.userHeaders());
        return form;
    }

    static List<Map<String, Object>> tagForms(List<Tag> tags) {
        return tags.stream()
                .map(tag -> Map.<String, Object>of("name", tag.name(), "color", tag.color()))
                .toList();
    }

    private static List<StationFigures> newestFirst(Picture picture) {
        return picture.stations().stream()
                .sorted((a, b) -> b.facts().createdInstant().compareTo(a.facts().createdInstant()))
                .limit(ROWS_MAX)
                .toList();
    }

    private Map<String, List<Tag>> tags() {
        return orEmpty(() -> metadata.tags().ofAll(TagStore.Kind.STATION)).orElse(Map.of());
    }

    private Set<String> activeStations() {
        Set<String> active = new HashSet<>();
        for (Producer producer :
                orEmpty(() -> metadata.producers().all(ROWS_MAX)).orElse(List.of())) {
            addActive(producer.client(), active);
        }
        for (ConsumerMember member :
                orEmpty(() -> metadata.consumers().all(ROWS_MAX)).orElse(List.of())) {
            addActive(member.client(), active);
        }
        return active;
    }

    private static void addActive(Client client, Set<String> active) {
        if (client.active()) {
            active.add(client.station());
        }
    }

    private static <T> Optional<T> orEmpty(java.util.function.Supplier<T> rows) {
        try {
            return Optional.of(rows.get());
        } catch (MetadataException _) {
            // A list without what the database knows is better than none.
            return Optional.empty();
        }
    }

    static String time(Instant instant) {
        return instant.toString();
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
