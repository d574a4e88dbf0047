package dev.stationmaster.metadata;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Dead letters. A poison row is unique by stream id and sequence, and a group appears in it once: writing the same
/// again
/// changes nothing but reason, deliveries and last time, so it may be repeated after a leader change.
public interface DeadLetterStore {
    /// @return the row's id
    long add(NewDeadLetter letter);

    /// In one transaction, ids in the same order.
    List<Long> addAll(List<NewDeadLetter> letters);

    Optional<DeadLetter> byId(long id);

    /// With whole payloads; unknown ids are left out, ascending by id.
    List<DeadLetter> byIds(Collection<Long> ids);

    /// Newest last time first.
    List<DeadLetter> list(Filter filter);

    /// How many rows each station has; stations without any are left out.
    Map<String, Long> countByStation();

    /// How many rows of the station name each group.
    Map<String, Long> countByGroup(String station);

    /// Rows of the station by reason, most frequent first, at most 1,000 reasons.
    List<Cause> causes(String station);

    /// Takes the group out of the row; the row goes with its last group.
    boolean removeGroup(long id, String group);

    /// @return how many were removed
    int remove(Collection<Long> ids);

    /// Removes only rows that match all three.
    int remove(String station, DeadLetter.Kind kind, Collection<Long> ids);

    /// Every kind; partition 0 is all.
    int removeStation(String station, int partition);

    /// Removes rows whose last time is before `limit`.
    int removeBefore(Instant limit);

    /// @param station empty: of all stations
    /// @param partition 0: all
    /// @param kind empty: all
    /// @param limit rows, 1..10,000
    /// @param payloadBytesMax how much of each payload is wanted
    record Filter(
            Optional<String> station, int partition, Optional<DeadLetter.Kind> kind, int limit, int payloadBytesMax) {
        public Filter {
            if (limit < 1 || limit > 10_000) {
                throw new IllegalArgumentException("dead-letter limit " + limit + " (expected: 1..10,000)");
            }
        }

        public static Filter ofStation(String station, int limit, int payloadBytesMax) {
            return new Filter(Optional.of(station), 0, Optional.empty(), limit, payloadBytesMax);
        }

        public static Filter ofAll(int limit, int payloadBytesMax) {
            return new Filter(Optional.empty(), 0, Optional.empty(), limit, payloadBytesMax);
        }
    }

    /// @param ids newest first, at most 1,000
    record Cause(String cause, long count, List<Long> ids) {
        public Cause {
            ids = List.copyOf(ids);
        }
    }
}
