package dev.stationmaster.gateway.management.console;

import dev.stationmaster.gateway.management.DeadLetterAdmin;
import dev.stationmaster.gateway.view.StationsView;
import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.GroupFigures;
import dev.stationmaster.gateway.watch.Picture;
import dev.stationmaster.gateway.watch.StationFigures;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.Tag;
import dev.stationmaster.metadata.TagStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `GET /api/console/stations`.
public final class StationsQuery {
    /// Below this many messages a second a lag counts as steady.
    private static final double STEADY = 0.2;

    private final Watch watch;
    private final MetadataStores metadata;
    private final DeadLetterAdmin deadLetters;

    public StationsQuery(Watch watch, MetadataStores metadata, DeadLetterAdmin deadLetters) {
        this.watch = watch;
        this.metadata = metadata;
        this.deadLetters = deadLetters;
    }

    public StationsView view() {
        Picture picture = watch.look();
        Optional<Map<String, Long>> dead = deadLetters.counts();
        Map<String, List<Tag>> tags = tags();
        String sync = picture.cluster().map(ClusterReply::syncName).orElse("");
        List<StationsView.Row> rows = picture.stations().stream()
                .map(station -> row(station, dead, tags.getOrDefault(station.name(), List.of()), sync))
                .sorted(Comparator.comparing(StationsView.Row::name))
                .toList();
        return new StationsView(rows, picture.ageMillis(), picture.sample().missing());
    }

    private Map<String, List<Tag>> tags() {
        try {
            return metadata.tags().ofAll(TagStore.Kind.STATION);
        } catch (MetadataException _) {
            // Rows without tags are better than no rows.
            return Map.of();
        }
    }

    private StationsView.Row row(
            StationFigures station, Optional<Map<String, Long>> dead, List<Tag> tags, String sync) {
        boolean complete = station.isComplete();
        Optional<GroupFigures> slowest = station.groups().stream().max(Comparator.comparingLong(GroupFigures::lag));
        return new StationsView.Row(
                station.name(),
                station.partitions().size(),
                station.facts().replicas(),
                station.messages(),
                station.bytes(),
                station.inPerSecond(),
                station.outPerSecond(),
                complete ? (Integer) station.groups().size() : null,
                complete ? slowest.map(GroupFigures::lag).orElse(0L) : null,
                slowest.map(GroupFigures::name).orElse(""),
                slowest.flatMap(group -> watch.histories().trend(station.name(), group.name()))
                        .map(StationsQuery::direction)
                        .orElse(0),
                dead.map(counts -> counts.getOrDefault(station.name(), 0L)).orElse(null),
                Words.retention(station.facts()),
                Words.orEmpty(station.facts().schema()),
                sync,
                station.facts().createdInstant().toEpochMilli(),
                tags.stream().map(Tag::name).toList());
    }

    private static int direction(double slope) {
        return slope > STEADY ? 1 : slope < -STEADY ? -1 : 0;
    }
}
