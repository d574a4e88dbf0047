package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.management.DeadLetterAdmin;
import dev.stationmaster.gateway.management.Refusal;
import dev.stationmaster.gateway.management.StationAdmin;
import dev.stationmaster.gateway.view.StationView;
import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.gateway.watch.Histories;
import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.StationsReply;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.Client;
import dev.stationmaster.metadata.ConsumerMember;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.Producer;
import dev.stationmaster.metadata.Tag;
import dev.stationmaster.metadata.TagStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `GET /api/console/stations/{name}`.
public final class StationQuery {
    private static final int ROWS_MAX = 5000;

    private final Watch watch;
    private final StationAdmin stations;
    private final MetadataStores metadata;
    private final DeadLetterAdmin deadLetters;

    public StationQuery(Watch watch, StationAdmin stations, MetadataStores metadata, DeadLetterAdmin deadLetters) {
        this.stations = stations;
        this.watch = watch;
        this.metadata = metadata;
        this.deadLetters = deadLetters;
    }

    /// @param historySeconds how much history is wanted, at most 900
    /// @throws Refusal `UNKNOWN`
    public StationView view(String name, int historySeconds) {
        String wanted = name.toLowerCase(Locale.ROOT);
        Picture picture = watch.look();
        if (!picture.isKnown()) {
            throw new Refusal(
                    Refusal.Kind.UNAVAILABLE,
                    "SM-BROKERS-UNAVAILABLE",
                    "No broker has answered yet; try again in a moment");
        }
        if (picture.station(wanted).isEmpty() && stations.find(wanted).isPresent()) {
            // Made so lately that no round has seen it.
            picture = watch.lookAnew();
        }
        return view(picture, picture.station(wanted).orElseThrow(() -> Refusal.unknownStation(name)), historySeconds);
    }

    private StationView view(Picture picture, StationFigures station, int historySeconds) {
        String wanted = station.name();
        List<ConsumerMember> members = orNone(() -> metadata.consumers().ofStation(wanted, ROWS_MAX));
        Map<String, Long> deadByGroup = countByGroup(wanted);
        return new StationView(
                settings(station.facts(), picture),
                producers(orNone(() -> metadata.producers().ofStation(wanted, ROWS_MAX))),
                partitions(station, picture),
                groups(station, members, deadByGroup),
                deadLetters
                        .counts()
                        .map(counts -> counts.getOrDefault(wanted, 0L))
                        .orElse(null),
                causes(wanted),
                history(station, historySeconds, picture),
                picture.ageMillis(),
                picture.sample().missing());
    }

    /// Rows of the database, none while it is away.
    private static <T> List<T> orNone(Supplier<List<T>> rows) {
        try {
            return rows.get();
        } catch (MetadataException _) {
            return List.of();
        }
    }

    private Map<String, Long> countByGroup(String station) {
        try {
            return metadata.deadLetters().countByGroup(station);
        } catch (MetadataException _) {
            return Map.of();
        }
    }

    private List<StationView.Cause> causes(String station) {
        return orNone(() -> deadLetters.causes(station)).stream()
                .map(cause -> new StationView.Cause(cause.cause(), cause.count()))
                .toList();
    }

    private StationView.Settings settings(StationsReply.Station facts, Picture picture) {
        return new StationView.Settings(
                facts.name(),
                Words.orEmpty(facts.retentionType()),
                facts.retentionValue(),
                Words.retention(facts),
                Words.orEmpty(facts.storage()),
                facts.replicas(),
                facts.partitionList().size(),
                facts.idempotencyWindowMs(),
                facts.dlsPoison(),
                facts.dlsSchemaverse(),
                Words.orEmpty(facts.dlsStation()),
                Words.orEmpty(facts.schema()),
                picture.cluster().map(ClusterReply::syncName).orElse(""),
                Words.orEmpty(facts.createdBy()),
                facts.createdInstant().toEpochMilli(),
                orNone(() -> metadata.tags().of(TagStore.Kind.STATION, facts.name())).stream()
                        .map(Tag::name)
                        .toList());
    }

    /// One row a name, whatever its connections.
    private static List<StationView.Producer> producers(List<Producer> rows) {
        Map<String, List<Client>> byName = rows.stream()
                .map(Producer::client)
                .collect(Collectors.groupingBy(Client::name, LinkedHashMap::new, Collectors.toList()));
        List<StationView.Producer> producers = new ArrayList<>();
        byName.forEach((name, clients) -> {
            long active = clients.stream().filter(Client::active).count();
            Client newest = clients.getFirst();
            producers.add(new StationView.Producer(
                    name,
                    (int) active,
                    newest.sdk(),
                    Integer.toString(newest.requestVersion()),
                    null,
                    active > 0,
                    clients.stream()
                            .mapToLong(client -> client.updatedAt().toEpochMilli())
                            .max()
                            .orElse(0)));
        });
        return producers;
    }

    private static List<StationView.Partition> partitions(StationFigures station, Picture picture) {
        Map<String, ClusterReply.Group> groups =
                picture.cluster().map(ClusterReply::groupList).orElse(List.of()).stream()
                        .collect(Collectors.toMap(ClusterReply.Group::id, group -> group, (a, _) -> a));
        return station.partitions().stream()
                .map(on -> partition(
                        station,
                        on,
                        Optional.ofNullable(groups.get(on.partition().group()))))
                .toList();
    }

    private static StationView.Partition partition(
            StationFigures station, StationFigures.OnPartition on, Optional<ClusterReply.Group> group) {
        var stream = on.stream();
        int copies = group.map(g -> g.memberList().size())
                .filter(count -> count > 0)
                .orElse(station.facts().replicas());
        int alive = (int) group.map(ClusterReply.Group::memberList).orElse(List.of()).stream()
                .filter(member -> !Words.orEmpty(member.state()).equals("down"))
                .count();
        return new StationView.Partition(
                on.partition().partition(),
                group.map(ClusterReply.Group::leader).orElse(on.leader()),
                copies,
                alive,
                stream == null ? null : (Long) stream.firstSeq(),
                stream == null ? null : (Long) stream.lastSeq(),
                stream == null ? null : (Long) stream.messages(),
                stream == null ? null : (Long) stream.bytes(),
                on.inPerSecond(),
                partitionGroups(station, on.partition().partition()));
    }

    private static List<StationView.PartitionGroup> partitionGroups(StationFigures station, int partition) {
        List<StationView.PartitionGroup> groups = new ArrayList<>();
        for (GroupFigures group : station.groups()) {
            for (GroupFigures.OnPartition on : group.partitions()) {
                if (on.partition() == partition) {
                    groups.add(new StationView.PartitionGroup(
                            group.name(),
                            on.consumer().deliveredSeq(),
                            on.consumer().ackFloorSeq(),
                            on.consumer().ackPending(),
                            on.consumer().undelivered()));
                }
            }
        }
        return groups;
    }

    private List<StationView.Group> groups(
            StationFigures station, List<ConsumerMember> members, Map<String, Long> deadByGroup) {
        Map<String, List<String>> active = members.stream()
                .filter(member -> member.client().active())
                .collect(Collectors.groupingBy(
                        ConsumerMember::group,
                        Collectors.mapping(member -> member.client().name(), Collectors.toList())));
        return station.groups().stream()
                .map(group -> group(
                        station,
                        group,
                        active.getOrDefault(group.name(), List.of()),
                        deadByGroup.getOrDefault(group.name(), 0L)))
                .toList();
    }

    private StationView.Group group(StationFigures station, GroupFigures group, List<String> members, long dead) {
        return new StationView.Group(
                group.name(),
                members.size(),
                members,
                group.lag(),
                group.undelivered(),
                group.ackPending(),
                group.redelivered(),
                group.outPerSecond(),
                group.settledPerSecond(),
                group.oldestUnsettledMillis(),
                watch.histories().trend(station.name(), group.name()).orElse(null),
                caughtUpIn(station, group),
                group.maxDeliver(),
                group.ackWaitMillis(),
                dead,
                guarantee(group, members.size()));
    }

    /// Lag over what is settled beyond what arrives; null when that is nothing.
    private static @Nullable Long caughtUpIn(StationFigures station, GroupFigures group) {
        Double settled = group.settledPerSecond();
        Double arriving = station.inPerSecond();
        if (group.lag() == 0 || settled == null || arriving == null || settled - arriving <= 0.01) {
            return null;
        }
        return (long) (group.lag() / (settled - arriving) * 1000);
    }

    private static String guarantee(GroupFigures group, int members) {
        if (members == 0) {
            return "UNKNOWN";
        }
        return members == 1 && group.maxAckPending() == 1 ? "STRICT" : "FIRST DELIVERY";
    }

    private StationView.History history(StationFigures station, int seconds, Picture picture) {
        List<String> names = station.groups().stream().map(GroupFigures::name).toList();
        Histories.Span span = watch.histories()
                .span(station.name(), names, picture.sample().atMillis() / 1000, Math.clamp(seconds, 1, 900));
        return new StationView.History(1000, span.endSecond() * 1000, span.in(), span.out(), span.lag());
    }
}
