package dev.stationmaster.metadata;

import java.time.Duration;
import java.time.Instant;

/// How long rows that only look back are kept.
///
/// @param deadLetters since their last failure
/// @param inactiveClients since they were last seen; a consumer group keeps its last member
/// @param audit since they were written
public record RowRetention(Duration deadLetters, Duration inactiveClients, Duration audit) {
    private static final long DEAD_LETTER_HOURS = 72;
    private static final long CLIENT_HOURS = 3;
    private static final Duration AUDIT = Duration.ofDays(3);

    /// As the cluster's settings say, or the defaults where they say nothing that is a positive number.
    public static RowRetention of(SettingsStore settings) {
        return new RowRetention(
                hours(settings, "dls_retention_hours", DEAD_LETTER_HOURS),
                hours(settings, "gc_producer_consumer_retention_hours", CLIENT_HOURS),
                AUDIT);
    }

    private static Duration hours(SettingsStore settings, String key, long otherwise) {
        try {
            long hours = settings.get(key).map(Long::parseLong).orElse(otherwise);
            return Duration.ofHours(hours > 0 ? hours : otherwise);
        } catch (NumberFormatException notANumber) {
            return Duration.ofHours(otherwise);
        }
    }

    /// Removes what is older.
    ///
    /// @return how many rows were removed
    public int sweep(MetadataStores stores, Instant now) {
        return stores.deadLetters().removeBefore(now.minus(deadLetters))
                + stores.producers().removeInactiveBefore(now.minus(inactiveClients))
                + stores.consumers().removeInactiveBefore(now.minus(inactiveClients))
                + stores.audit().removeBefore(now.minus(audit));
    }
}
