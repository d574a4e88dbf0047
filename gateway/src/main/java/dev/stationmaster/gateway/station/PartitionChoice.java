package dev.stationmaster.gateway.station;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// How a producer picks the partition of a message; the same everywhere in the product and in the SDKs.
public sealed interface PartitionChoice {

    /// One after the other.
    record RoundRobin() implements PartitionChoice {}

    /// The partition that the key's hash falls on: Murmur3 (x86, 32 bits, seed 31) of its UTF-8 bytes.
    record Key(String key) implements PartitionChoice {}

    /// This very one.
    record Chosen(int partition) implements PartitionChoice {}

    /// @param partitions the station's list, ascending
    /// @param turn the producer's counter for round robin
    /// @throws IllegalArgumentException when the station has no partition of that number
    default int of(List<Integer> partitions, AtomicInteger turn) {
        if (partitions.size() == 1) {
            return partitions.getFirst();
        }
        return switch (this) {
            case RoundRobin _ -> partitions.get(Math.floorMod(turn.getAndIncrement(), partitions.size()));
            case Key(String key) ->
                partitions.get((int) (Integer.toUnsignedLong(Murmur3.hash(key.getBytes(StandardCharsets.UTF_8), 31))
                        % partitions.size()));
            case Chosen(int partition) -> {
                if (!partitions.contains(partition)) {
                    throw new IllegalArgumentException("partition " + partition + " does not exist (expected: "
                            + partitions.getFirst() + ".." + partitions.getLast() + ")");
                }
                yield partition;
            }
        };
    }
}
