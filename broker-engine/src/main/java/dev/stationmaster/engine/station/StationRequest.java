package dev.stationmaster.engine.station;

import dev.stationmaster.engine.jsapi.RequestBody;
import dev.stationmaster.engine.meta.PartitionNames;
import dev.stationmaster.engine.meta.StationRef;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request to create a station, with what was left out filled in. Immutable.
///
/// @param name external, lower case
/// @param problem the first rule that it breaks, `""` for none; the name's own rules come before, in [StationNames]
public record StationRequest(String name, String username, StationRef.Settings settings, String problem) {
    private static final Set<String> RETENTION = Set.of("message_age_sec", "messages", "bytes", "ack_based");
    private static final Set<String> STORAGE = Set.of("file", "memory");
    private static final int PARTITIONS_MAX = 10_000;
    private static final long WINDOW_MAX_MILLIS = 86_400_000;
    private static final long WINDOW_MIN_MILLIS = 100;
    private static final long WINDOW_MILLIS = 120_000;
    private static final long AGE_SECONDS = 3600;

    public static StationRequest parse(RequestBody body) {
        String name = PartitionNames.external(body.string("name"));
        String retention = body.string("retention_type");
        long value = body.number("retention_value", 0);
        if (retention.isEmpty() || (value <= 0 && !retention.equals("ack_based"))) {
            boolean known = retention.isEmpty() || RETENTION.contains(retention);
            retention = known ? "message_age_sec" : retention;
            value = AGE_SECONDS;
        }
        String storage = body.string("storage_type");
        @Nullable RequestBody dls = body.object("dls_configuration");
        StationRef.Settings settings = new StationRef.Settings(
                retention,
                value,
                storage.isEmpty() ? "file" : storage,
                replicas(body.count("replicas", 0)),
                window(body),
                body.count("partitions_number", 0),
                dls != null && dls.flag("poison"),
                dls != null && dls.flag("schemaverse"),
                body.string("dls_station").toLowerCase(Locale.ROOT),
                body.flag("tiered_storage_enabled"),
                body.string("schema_name").toLowerCase(Locale.ROOT));
        return new StationRequest(name, StationNames.user(body.string("username")), settings, problem(name, settings));
    }

    private static int replicas(int asked) {
        if (asked <= 1) {
            return 1;
        }
        return asked <= 3 ? 3 : 5;
    }

    private static long window(RequestBody body) {
        long millis = body.has("idempotency_window_in_ms")
                ? body.number("idempotency_window_in_ms", 0)
                : body.number("idempotency_windows_in_ms", 0);
        return millis <= 0 ? WINDOW_MILLIS : Math.max(WINDOW_MIN_MILLIS, millis);
    }

    /// The rules that need nothing but the request, in the order in which they are checked.
    private static String problem(String name, StationRef.Settings settings) {
        int partitions = settings.partitionCount();
        if (partitions == 0) {
            return "you are using an old SDK, make sure to update your SDK";
        }
        if (partitions < 1 || partitions > PARTITIONS_MAX) {
            return "cannot create station with " + partitions + " partitions (max:" + PARTITIONS_MAX
                    + " min:1): Station -  " + name + ", ";
        }
        return "";
    }

    /// The rules that come after the schema's look-up.
    public String settingsProblem() {
        if (!RETENTION.contains(settings.retentionType())) {
            return "retention type can be one of the following message_age_sec/messages/bytes/ack_based";
        }
        if (!STORAGE.contains(settings.storage())) {
            return "storage type can be one of the following file/memory";
        }
        if (settings.idempotencyWindowMillis() > WINDOW_MAX_MILLIS) {
            return "idempotency window can not exceed 24 hours";
        }
        if (settings.retentionType().equals("message_age_sec")
                && settings.retentionValue() * 1000 < settings.idempotencyWindowMillis()) {
            return "idempotency window cannot be greater than the station retention";
        }
        if (settings.dlsStation().isEmpty()) {
            return "";
        }
        return settings.dlsStation().equals(name)
                ? "dls station of " + name + " can not be the station itself"
                : StationNames.problem("Station", settings.dlsStation());
    }
}
