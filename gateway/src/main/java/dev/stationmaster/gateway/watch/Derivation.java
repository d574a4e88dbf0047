package dev.stationmaster.gateway.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes a [Picture] of the newest sample, with rates against an older one.
final class Derivation {
    private final Sample now;
    private final @Nullable Sample before;
    private final Rates rates;

    Derivation(Sample now, @Nullable Sample before) {
        this.now = now;
        this.before = before;
        this.rates = new Rates(before, now);
    }

    /// @param former kept where this sample has nothing
    Picture picture(Picture former) {
        Optional<ClusterReply> cluster = now.cluster().or(former::cluster);
        List<StationFigures> stations = now.stations()
                .map(list -> list.stream().map(this::station).toList())
                .orElse(former.stations());
        return Picture.of(now, cluster, stations, nodeRates());
    }

    private Map<Integer, Picture.NodeRates> nodeRates() {
        Map<Integer, Picture.NodeRates> result = new HashMap<>();
        if (before == null || before.cluster().isEmpty() || now.cluster().isEmpty()) {
            return result;
        }
        Map<Integer, ClusterReply.Node> formerNodes = before.cluster().get().nodeList().stream()
                .collect(Collectors.toMap(ClusterReply.Node::id, Function.identity(), (a, _) -> a));
        for (ClusterReply.Node node : now.cluster().get().nodeList()) {
            ClusterReply.Node former = formerNodes.get(node.id());
            if (former != null) {
                result.put(
                        node.id(),
                        new Picture.NodeRates(
                                between(former.inMsgs(), node.inMsgs()), between(former.outMsgs(), node.outMsgs())));
            }
        }
        return result;
    }

    private Optional<Double> between(@Nullable Long former, @Nullable Long latter) {
        return former == null || latter == null
                ? Optional.empty()
                : Optional.ofNullable(rates.perSecond(former, latter));
    }

    private StationFigures station(StationsReply.Station facts) {
        List<StationFigures.OnPartition> partitions = new ArrayList<>();
        Map<String, List<GroupFigures.OnPartition>> groups = new TreeMap<>();
        for (StationsReply.Partition partition : facts.partitionList()) {
            GroupStats.Stream stream = now.streams().get(partition.stream());
            partitions.add(new StationFigures.OnPartition(
                    partition,
                    now.leaders().getOrDefault(partition.stream(), 0),
                    stream,
                    stream == null ? null : rates.stored(stream)));
            if (stream != null) {
                for (GroupStats.Consumer consumer : stream.consumerList()) {
                    groups.computeIfAbsent(consumer.name().replace('#', '.'), _ -> new ArrayList<>())
                            .add(new GroupFigures.OnPartition(
                                    partition.partition(),
                                    consumer,
                                    rates.delivered(stream, consumer),
                                    rates.settled(stream, consumer)));
                }
            }
        }
        List<GroupFigures> groupList = groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .toList();
        boolean complete = partitions.stream().allMatch(partition -> partition.stream() != null);
        return new StationFigures(
                facts,
                partitions,
                groupList,
                complete ? (Long) sum(partitions, GroupStats.Stream::messages) : null,
                complete ? (Long) sum(partitions, GroupStats.Stream::bytes) : null,
                sumOrNull(partitions.stream()
                        .map(StationFigures.OnPartition::inPerSecond)
                        .toList()),
                groupList.isEmpty() && complete
                        ? (Double) 0.0
                        : sumOrNull(groupList.stream()
                                .map(GroupFigures::outPerSecond)
                                .toList()));
    }

    private static long sum(List<StationFigures.OnPartition> partitions, Function<GroupStats.Stream, Long> figure) {
        return partitions.stream()
                .map(StationFigures.OnPartition::stream)
                .filter(Objects::nonNull)
                .mapToLong(figure::apply)
                .sum();
    }

    private static GroupFigures group(String name, List<GroupFigures.OnPartition> on) {
        GroupStats.Consumer first = on.getFirst().consumer();
        Long oldest = null;
        for (GroupFigures.OnPartition partition : on) {
            Long here = partition.consumer().oldestUnsettledMillis();
            if (here != null && (oldest == null || here < oldest)) {
                oldest = here;
            }
        }
        return new GroupFigures(
                name,
                on,
                on.stream().mapToLong(p -> p.consumer().undelivered()).sum(),
                on.stream().mapToLong(p -> p.consumer().ackPending()).sum(),
                on.stream().mapToLong(p -> p.consumer().redelivered()).sum(),
                on.stream().mapToLong(p -> p.consumer().waiting()).sum(),
                sumOrNull(
                        on.stream().map(GroupFigures.OnPartition::outPerSecond).toList()),
                sumOrNull(on.stream()
                        .map(GroupFigures.OnPartition::settledPerSecond)
                        .toList()),
                oldest,
                first.maxDeliver(),
                first.maxAckPending(),
                first.ackWaitMs());
    }

    /// A sum of which a part is unknown is unknown.
    private static @Nullable Double sumOrNull(List<? extends @Nullable Double> parts) {
        double sum = 0;
        for (Double part : parts) {
            if (part == null) {
                return null;
            }
            sum += part;
        }
        return parts.isEmpty() ? null : (Double) sum;
    }
}
