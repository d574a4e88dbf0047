package dev.stationmaster.gateway.view;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /api/console/stations/{name}`: settings, producers, partitions, groups and what went wrong.
///
/// @param missing groups of the cluster that did not answer; their partitions have null figures
public record StationView(
        Settings settings,
        List<Producer> producers,
        List<Partition> partitions,
        List<Group> groups,
        @Nullable Long deadLetters,
        List<Cause> deadLetterCauses,
        History history,
        long ageMillis,
        List<String> missing) {

    /// @param retention in words
    /// @param dlsStation station that dead letters are copied to, `""` for none
    public record Settings(
            String name,
            String retentionType,
            long retentionValue,
            String retention,
            String storage,
            int replicas,
            int partitions,
            long idempotencyWindowMillis,
            boolean dlsPoison,
            boolean dlsSchemaverse,
            String dlsStation,
            String schema,
            String sync,
            String createdBy,
            long createdAtMillis,
            List<String> tags) {}

    /// All connections of one producer name; `perSecond` is null where the broker does not count it.
    public record Producer(
            String name,
            int connections,
            String lang,
            String version,
            @Nullable Double perSecond,
            boolean active,
            long lastSeenMillis) {}

    /// @param leader node that leads, 0 for none
    /// @param copies replicas that it should have; `copiesAlive` those on nodes that are up
    public record Partition(
            int partition,
            int leader,
            int copies,
            int copiesAlive,
            @Nullable Long firstSeq,
            @Nullable Long lastSeq,
            @Nullable Long messages,
            @Nullable Long bytes,
            @Nullable Double inPerSecond,
            List<PartitionGroup> groups) {}

    public record PartitionGroup(
            String group, long deliveredSeq, long ackFloorSeq, long ackPending, long undelivered) {}

    /// One consumer group over all partitions.
    ///
    /// @param members connected members
    /// @param lag undelivered + ack pending
    /// @param oldestUnsettledMillis stored time of the first unsettled message; null when all is settled
    /// @param trendPerSecond slope of the lag over the last minute; null before there are enough samples
    /// @param caughtUpInMillis at the present rates; null when never, or already
    /// @param guarantee `STRICT`, `FIRST DELIVERY` or `UNKNOWN`, from what was observed
    public record Group(
            String name,
            int members,
            List<String> memberNames,
            long lag,
            long undelivered,
            long ackPending,
            long redelivered,
            @Nullable Double outPerSecond,
            @Nullable Double settledPerSecond,
            @Nullable Long oldestUnsettledMillis,
            @Nullable Double trendPerSecond,
            @Nullable Long caughtUpInMillis,
            int maxDeliver,
            long ackWaitMillis,
            @Nullable Long deadLetters,
            String guarantee) {}

    public record Cause(String cause, long count) {}

    /// Samples from old to new, one each `stepMillis`, ending at `endMillis`; null is a gap. `in` and `out` are
    /// messages a second.
    public record History(
            long stepMillis,
            long endMillis,
            List<@Nullable Double> in,
            List<@Nullable Double> out,
            Map<String, List<@Nullable Double>> lag) {}

    public StationView {
        producers = List.copyOf(producers);
        partitions = List.copyOf(partitions);
        groups = List.copyOf(groups);
        deadLetterCauses = List.copyOf(deadLetterCauses);
        missing = List.copyOf(missing);
    }
}
