package dev.stationmaster.gateway.watch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One consumer group of a station over all partitions that answered.
///
/// @param name external form
/// @param partitions the consumer of each partition, by its number
public record GroupFigures(
        String name,
        List<OnPartition> partitions,
        long undelivered,
        long ackPending,
        long redelivered,
        long waiting,
        @Nullable Double outPerSecond,
        @Nullable Double settledPerSecond,
        @Nullable Long oldestUnsettledMillis,
        int maxDeliver,
        long maxAckPending,
        long ackWaitMillis) {

    public record OnPartition(
            int partition,
            GroupStats.Consumer consumer,
            @Nullable Double outPerSecond,
            @Nullable Double settledPerSecond) {}

    public GroupFigures {
        partitions = List.copyOf(partitions);
    }

    public long lag() {
        return undelivered + ackPending;
    }
}
