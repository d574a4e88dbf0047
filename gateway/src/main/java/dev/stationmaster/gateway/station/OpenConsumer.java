package dev.stationmaster.gateway.station;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A member of a consumer group that the brokers know of.
///
/// @param turn where the next look over the partitions begins
public record OpenConsumer(Name station, Name group, List<Integer> partitions, AtomicInteger turn) {
    public OpenConsumer {
        partitions = List.copyOf(partitions);
    }
}
