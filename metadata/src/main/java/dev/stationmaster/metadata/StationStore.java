package dev.stationmaster.metadata;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The projection of the meta group's stations. The meta group decides; nothing in the data path reads this.
public interface StationStore {
    /// Ascending by name.
    List<Station> all();

    Optional<Station> byName(String name);

    /// Adds or replaces one row, by name.
    void put(Station station);

    boolean remove(String name);

    /// Replaces the whole projection, unless it was already replaced by one of a higher index.
    ///
    /// @param metaIndex Raft index of the meta group that `stations` were read at
    /// @return whether it was replaced
    boolean replaceAll(long metaIndex, Collection<Station> stations);
}
