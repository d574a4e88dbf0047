package dev.stationmaster.metadata;

import java.time.Instant;

/// Producers' rows.
public interface ProducerStore extends ClientRows<Producer> {
    /// Removes rows that have been inactive since before `limit`.
    int removeInactiveBefore(Instant limit);
}
