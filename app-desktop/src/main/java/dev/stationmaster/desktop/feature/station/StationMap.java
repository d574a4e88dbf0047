package dev.stationmaster.desktop.feature.station;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.RailwayPlan;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.gateway.view.StationView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a station into the plan of its railway map, and into the words that say the same.
final class StationMap {
    private static final double STEADY = 0.5;

    private StationMap() {}

    static RailwayPlan plan(StationView view, long nowMillis) {
        long active =
                view.producers().stream().filter(StationView.Producer::active).count();
        // With one active producer, all that comes in is its own, even where the broker does not count by producer.
        Double sole = active == 1 ? Double.valueOf(inbound(view)) : null;
        return new RailwayPlan(
                view.producers().stream()
                        .map(producer -> producer(producer, sole, nowMillis))
                        .toList(),
                view.partitions().stream()
                        .map(partition -> platform(partition, view.groups()))
                        .toList(),
                view.groups().stream().map(group -> group(group, nowMillis)).toList());
    }

    /// The map in one sentence, for those who do not see it.
    static String summary(StationView view) {
        long connected =
                view.producers().stream().filter(StationView.Producer::active).count();
        StringBuilder groups = new StringBuilder();
        for (StationView.Group group : view.groups()) {
            groups.append(groups.isEmpty() ? "" : "; ")
                    .append(t("map.summary.group", group.name(), Figures.count(group.lag()), group.members()));
        }
        return t(
                "map.summary",
                view.settings().name(),
                connected,
                Figures.rate(inbound(view)),
                view.partitions().size(),
                groups.isEmpty() ? t("map.no.groups") : groups.toString());
    }

    static double inbound(StationView view) {
        double sum = 0;
        for (StationView.Partition partition : view.partitions()) {
            sum += partition.inPerSecond() == null ? 0 : partition.inPerSecond();
        }
        return sum;
    }

    static double outbound(StationView view) {
        double sum = 0;
        for (StationView.Group group : view.groups()) {
            sum += group.outPerSecond() == null ? 0 : group.outPerSecond();
        }
        return sum;
    }

    /// Whether a group needs someone to look: messages wait and nobody reads, or they wait longer and longer.
    static boolean warned(StationView.Group group) {
        if (group.lag() == 0) {
            return false;
        }
        double trend = group.trendPerSecond() == null ? 0 : group.trendPerSecond();
        boolean rising = trend > STEADY;
        boolean settles = group.settledPerSecond() == null || group.settledPerSecond() > 0;
        return group.members() == 0 || (rising && (!settles || trend > Math.max(1, group.lag() * 0.01)));
    }

    /// `steady`, `rising +12/s`, `falling −40/s`, or `nobody reads`.
    static String trend(StationView.Group group) {
        if (group.members() == 0) {
            return t("map.nobody");
        }
        Double trend = group.trendPerSecond();
        if (trend == null || Math.abs(trend) < STEADY) {
            return t("map.steady");
        }
        return trend > 0 ? t("map.rising", Figures.rate(trend)) : t("map.falling", Figures.rate(-trend));
    }

    private static RailwayPlan.Producer producer(StationView.Producer producer, @Nullable Double sole, long nowMillis) {
        String sdk = producer.lang().isEmpty() ? "" : " · " + sdk(producer);
        String line = producer.active()
                ? t("map.connections", producer.connections()) + sdk
                : t("map.idle.for", Figures.span(nowMillis - producer.lastSeenMillis())) + sdk;
        Double rate = producer.perSecond() == null && producer.active() ? sole : producer.perSecond();
        return new RailwayPlan.Producer(producer.name(), line.strip(), rate, producer.active());
    }

    /// Language and version; a bare number is the protocol's version and says nothing to a person.
    private static String sdk(StationView.Producer producer) {
        String lang = producer.lang().equals("node.js") ? "Node.js" : producer.lang();
        return producer.version().contains(".") ? lang + " " + producer.version() : lang;
    }

    private static RailwayPlan.Platform platform(StationView.Partition partition, List<StationView.Group> groups) {
        List<RailwayPlan.Tick> ticks = new ArrayList<>();
        for (StationView.PartitionGroup at : partition.groups()) {
            for (int i = 0; i < groups.size(); i++) {
                if (groups.get(i).name().equals(at.group())) {
                    ticks.add(new RailwayPlan.Tick(i, at.ackFloorSeq(), at.deliveredSeq()));
                }
            }
        }
        boolean sound = partition.leader() != 0 && partition.copiesAlive() >= partition.copies();
        String copies = sound
                ? t("map.copies", partition.copies())
                : t("map.copies.some", partition.copiesAlive(), partition.copies());
        return new RailwayPlan.Platform(
                partition.partition(),
                partition.leader() == 0 ? t("map.no.leader") : t("map.leader", partition.leader()) + " · " + copies,
                sound,
                partition.firstSeq() == null ? 0 : partition.firstSeq(),
                partition.lastSeq() == null ? 0 : partition.lastSeq(),
                partition.inPerSecond(),
                ticks);
    }

    private static RailwayPlan.Group group(StationView.Group group, long nowMillis) {
        Long oldest = group.oldestUnsettledMillis();
        String age = oldest == null ? "" : t("map.oldest", Figures.span(nowMillis - oldest)) + " · ";
        return new RailwayPlan.Group(
                group.name(),
                t("map.members", group.members()),
                t("map.lag", Figures.count(group.lag())),
                group.lag() == 0 && group.members() > 0 ? t("map.caught") : age + trend(group),
                group.outPerSecond(),
                warned(group));
    }
}
