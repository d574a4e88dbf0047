package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.replication.GroupId;
import java.util.List;

/// Where a stream is: what every node knows of it. Immutable.
///
/// @param id never shared with another stream, also after deletion
/// @param station internal name of the station it is a partition of, `""` for a plain stream
/// @param partition number from 1, 0 for a plain stream
public record StreamRef(
        long id, String name, List<String> subjects, GroupId group, int replicas, String station, int partition) {
    public StreamRef {
        subjects = List.copyOf(subjects);
    }
}
