package dev.stationmaster.engine.link;

import java.util.List;

/// The members of a cluster with JetStream, for good.
///
/// @param id known to the members only; their Raft groups are named after it
public record Formed(String id, List<Seat> seats) {
    public Formed {
        seats = List.copyOf(seats);
    }
}
