package dev.stationmaster.gateway.watch;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the brokers said in one round. Immutable.
///
/// @param atNanos of the monotonic clock; `atMillis` of the wall
/// @param streams by stream name, of all groups that answered
/// @param leaders leading node by stream name
/// @param missing groups that did not answer
public record Sample(
        long atNanos,
        long atMillis,
        Optional<ClusterReply> cluster,
        Optional<List<StationsReply.Station>> stations,
        Map<String, GroupStats.Stream> streams,
        Map<String, Integer> leaders,
        List<String> missing) {

    static final Sample NONE = new Sample(0, 0, Optional.empty(), Optional.empty(), Map.of(), Map.of(), List.of());

    public Sample {
        streams = Map.copyOf(streams);
        leaders = Map.copyOf(leaders);
        missing = List.copyOf(missing);
    }
}
