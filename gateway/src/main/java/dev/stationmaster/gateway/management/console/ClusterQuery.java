package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.management.DeadLetterAdmin;
import dev.stationmaster.gateway.management.Supervisor;
import dev.stationmaster.gateway.view.ClusterView;
import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.MetadataStatus;
import dev.stationmaster.metadata.MetadataStores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `GET /api/console/cluster`.
public final class ClusterQuery {
    private static final long STALE_MILLIS = 4000;

    /// @param restPort and the other two: where this gateway listens
    public record Gateway(String version, int restPort, int apiPort, int exporterPort) {}

    private final Watch watch;
    private final Supervisor supervisor;
    private final MetadataStores metadata;
    private final DeadLetterAdmin deadLetters;
    private final Supplier<Gateway> gateway;

    public ClusterQuery(
            Watch watch,
            Supervisor supervisor,
            MetadataStores metadata,
            DeadLetterAdmin deadLetters,
            Supplier<Gateway> gateway) {
        this.watch = watch;
        this.supervisor = supervisor;
        this.metadata = metadata;
        this.deadLetters = deadLetters;
        this.gateway = gateway;
    }

    public ClusterView view() {
        Picture picture = watch.look();
        JsonNode supervised = supervisor.status();
        boolean fresh = picture.ageMillis() >= 0 && picture.ageMillis() < STALE_MILLIS;
        List<ClusterReply.Group> groups =
                picture.cluster().map(ClusterReply::groupList).orElse(List.of());
        List<ClusterView.Node> nodes = new Nodes(picture, supervised, fresh).list();
        Health health = Health.of(nodes, used(picture, groups), fresh);
        return new ClusterView(
                picture.cluster().map(ClusterReply::clusterName).orElse(""),
                gateway.get().version,
                picture.cluster().map(ClusterReply::syncName).orElse(""),
                uptime(supervised, nodes),
                health.state(),
                health.sentence(),
                nodes,
                services(),
                groups.stream().map(ClusterQuery::group).toList(),
                placements(picture, groups),
                totals(picture),
                watch.events().newest().stream()
                        .map(event -> new ClusterView.Event(event.atMillis(), event.kind(), event.text()))
                        .toList(),
                picture.ageMillis(),
                picture.cluster().map(ClusterReply::missingList).orElse(List.of()));
    }

    /// A group without partitions misses no leader.
    private static List<ClusterReply.Group> used(Picture picture, List<ClusterReply.Group> groups) {
        Set<String> used = new HashSet<>(Set.of("meta"));
        picture.stations()
                .forEach(station -> station.partitions()
                        .forEach(on -> used.add(on.partition().group())));
        return groups.stream().filter(group -> used.contains(group.id())).toList();
    }

    private static long uptime(JsonNode supervised, List<ClusterView.Node> nodes) {
        return supervised.path("uptimeMs").isNumber()
                ? supervised.path("uptimeMs").asLong()
                : nodes.stream()
                        .map(ClusterView.Node::uptimeMillis)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
    }

    private List<ClusterView.Service> services() {
        String database = switch (metadata.status()) {
            case MetadataStatus.Ready _ -> "healthy";
            case MetadataStatus.WrongSchema _ -> "degraded";
            case MetadataStatus.Unavailable _ -> "down";
        };
        int port = supervisor.status().path("postgres").path("port").asInt(0);
        Gateway own = gateway.get();
        return List.of(
                new ClusterView.Service("gateway", "healthy", List.of(own.restPort, own.apiPort, own.exporterPort)),
                new ClusterView.Service("database", database, port == 0 ? List.of() : List.of(port)));
    }

    private static ClusterView.Group group(ClusterReply.Group group) {
        return new ClusterView.Group(group.id(), group.leader(), group.term(), group.commitIndex(), members(group));
    }

    private static List<ClusterView.Member> members(ClusterReply.Group group) {
        return group.memberList().stream()
                .map(member -> new ClusterView.Member(member.node(), Words.orEmpty(member.state()), member.lag()))
                .toList();
    }

    private static List<ClusterView.Placement> placements(Picture picture, List<ClusterReply.Group> groups) {
        Map<String, ClusterReply.Group> byId = new HashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        List<ClusterView.Placement> placements = new ArrayList<>();
        for (StationFigures station : picture.stations()) {
            for (StationFigures.OnPartition on : station.partitions()) {
                ClusterReply.Group group = byId.get(on.partition().group());
                placements.add(new ClusterView.Placement(
                        station.name(),
                        on.partition().partition(),
                        on.partition().group(),
                        group == null ? on.leader() : group.leader(),
                        group == null ? List.of() : members(group)));
            }
        }
        return placements;
    }

    private ClusterView.Totals totals(Picture picture) {
        Optional<Map<String, Long>> dead = deadLetters.counts();
        boolean complete = picture.stations().stream().allMatch(StationFigures::isComplete) && picture.isKnown();
        long lag = picture.stations().stream()
                .flatMap(station -> station.groups().stream())
                .mapToLong(GroupFigures::lag)
                .sum();
        return new ClusterView.Totals(
                sum(picture, StationFigures::inPerSecond),
                sum(picture, StationFigures::outPerSecond),
                complete ? (Long) lag : null,
                dead.map(counts -> counts.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .orElse(null));
    }

    /// Of the stations that are known; null when none is.
    private static @Nullable Double sum(Picture picture, Function<StationFigures, @Nullable Double> figure) {
        double sum = 0;
        boolean known = picture.stations().isEmpty() && picture.isKnown();
        for (StationFigures station : picture.stations()) {
            Double one = figure.apply(station);
            if (one != null) {
                sum += one;
                known = true;
            }
        }
        return known ? (Double) sum : null;
    }
}
