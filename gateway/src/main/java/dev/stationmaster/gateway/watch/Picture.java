package dev.stationmaster.gateway.watch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The cluster as it was last seen, with everything derived from that. Immutable.
///
/// @param nodeRates messages per second in and out, by node
public record Picture(
        Sample sample,
        Optional<ClusterReply> cluster,
        List<StationFigures> stations,
        Map<Integer, NodeRates> nodeRates,
        Map<String, StationFigures> byName) {

    public record NodeRates(Optional<Double> inPerSecond, Optional<Double> outPerSecond) {
        static final NodeRates UNKNOWN = new NodeRates(Optional.empty(), Optional.empty());
    }

    static Picture of(
            Sample sample,
            Optional<ClusterReply> cluster,
            List<StationFigures> stations,
            Map<Integer, NodeRates> nodeRates) {
        return new Picture(
                sample,
                cluster,
                List.copyOf(stations),
                Map.copyOf(nodeRates),
                stations.stream().collect(Collectors.toMap(StationFigures::name, Function.identity(), (a, _) -> a)));
    }

    static final Picture NONE = of(Sample.NONE, Optional.empty(), List.of(), Map.of());

    public Optional<StationFigures> station(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public NodeRates rates(int node) {
        return nodeRates.getOrDefault(node, NodeRates.UNKNOWN);
    }

    /// Whether the brokers ever answered.
    public boolean isKnown() {
        return cluster.isPresent() || !stations.isEmpty();
    }

    public long ageMillis() {
        return sample.atMillis() == 0 ? -1 : Math.max(0, System.currentTimeMillis() - sample.atMillis());
    }
}
