package dev.stationmaster.gateway.watch;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reply to `$SM.API.STATIONS`.
public record StationsReply(@Nullable List<Station> stations) {

    public record Station(
            String name,
            String internalName,
            @Nullable String createdBy,
            @Nullable String createdAt,
            @Nullable String retentionType,
            long retentionValue,
            @Nullable String storage,
            int replicas,
            long idempotencyWindowMs,
            boolean dlsPoison,
            boolean dlsSchemaverse,
            @Nullable String dlsStation,
            @Nullable String schema,
            @Nullable List<Partition> partitions) {

        public List<Partition> partitionList() {
            return partitions == null ? List.of() : partitions;
        }

        public Instant createdInstant() {
            try {
                return createdAt == null ? Instant.EPOCH : Instant.parse(createdAt);
            } catch (DateTimeParseException _) {
                return Instant.EPOCH;
            }
        }
    }

    public record Partition(
            int partition, String stream, @Nullable String streamId, String group) {}

    public List<Station> stationList() {
        return stations == null ? List.of() : stations;
    }
}
