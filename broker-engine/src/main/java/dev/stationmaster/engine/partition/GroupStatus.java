package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import java.util.Map;

/// A replica of this node as it sees its group. Immutable.
///
/// @param leader node that leads, 0 when unknown
/// @param followerLags entries that each other member is behind, by node; empty unless this node leads
public record GroupStatus(
        GroupId group, int leader, long term, long commitIndex, long appliedIndex, Map<Integer, Long> followerLags) {
    public GroupStatus {
        followerLags = Map.copyOf(followerLags);
    }
}
