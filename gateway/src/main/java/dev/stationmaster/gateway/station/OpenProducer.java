package dev.stationmaster.gateway.station;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A producer that the brokers know of, with the station's partitions as they told them.
///
/// @param turn round-robin counter of this producer
/// @param schema name of the schema that messages must fit, `""` for none
public record OpenProducer(Name station, List<Integer> partitions, AtomicInteger turn, String schema) {
    public OpenProducer {
        partitions = List.copyOf(partitions);
    }
}
