package dev.stationmaster.gateway.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/console/stations`.
///
/// @param missing groups that did not answer; rows that need them have null figures
public record StationsView(List<Row> stations, long ageMillis, List<String> missing) {

    /// @param groups number of consumer groups
    /// @param maxLag largest lag of a group; lag = undelivered + ack pending over all partitions
    /// @param maxLagGroup group with that lag, `""` when there is no group
    /// @param lagTrend 1 rising, 0 steady, -1 falling, over the last minute
    /// @param retention in words, such as `kept 1 h`
    /// @param schema `""` for none
    /// @param sync `always` or `interval`
    public record Row(
            String name,
            int partitions,
            int replicas,
            @Nullable Long messages,
            @Nullable Long bytes,
            @Nullable Double inPerSecond,
            @Nullable Double outPerSecond,
            @Nullable Integer groups,
            @Nullable Long maxLag,
            String maxLagGroup,
            int lagTrend,
            @Nullable Long deadLetters,
            String retention,
            String schema,
            String sync,
            long createdAtMillis,
            List<String> tags) {}

    public StationsView {
        stations = List.copyOf(stations);
        missing = List.copyOf(missing);
    }
}
