package dev.stationmaster.gateway.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One station with its figures; those of a partition whose group did not answer are null, and so are the sums
/// then.
public record StationFigures(
        StationsReply.Station facts,
        List<OnPartition> partitions,
        List<GroupFigures> groups,
        @Nullable Long messages,
        @Nullable Long bytes,
        @Nullable Double inPerSecond,
        @Nullable Double outPerSecond) {

    /// @param leader node, 0 when not known
    public record OnPartition(
            StationsReply.Partition partition,
            int leader,
            GroupStats.@Nullable Stream stream,
            @Nullable Double inPerSecond) {}

    public StationFigures {
        partitions = List.copyOf(partitions);
        groups = List.copyOf(groups);
    }

    public String name() {
        return facts.name();
    }

    /// Whether every partition answered.
    public boolean isComplete() {
        return partitions.stream().allMatch(partition -> partition.stream != null);
    }
}
