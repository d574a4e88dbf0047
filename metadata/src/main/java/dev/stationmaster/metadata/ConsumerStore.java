package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.List;

/// Consumers' rows: the members of consumer groups.
public interface ConsumerStore extends ClientRows<ConsumerMember> {
    /// Members of one group, active ones first, then newest first.
    List<ConsumerMember> ofGroup(String station, String group);

    /// Removes rows that have been inactive since before `limit`, but keeps the newest of each group of each station,
    /// so
    /// that the group stays known.
    int removeInactiveBefore(Instant limit);
}
