package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.consumer.ConsumerStart;
import dev.stationmaster.engine.partition.PartitionView.ConsumerView;
import dev.stationmaster.engine.sequence.SequenceSet;
import java.util.ArrayList;
import java.util.List;

/// Where a consumer begins. Immutable.
///
/// @param first first stream sequence that may be delivered
/// @param chosen with `last_per_subject`: the messages to deliver before the ordinary course, ascending
/// @param courseFrom where the ordinary course begins
record StartPosition(long first, List<Long> chosen, long courseFrom) {
    /// Of a consumer that is made now.
    static StartPosition of(ConsumerStart start) {
        return of(start.sequence(), start.initial(), start.initialThrough());
    }

    /// Of one that was made before; what it was delivered since is left to its delivered mark.
    static StartPosition of(ConsumerView view) {
        return of(view.startSequence(), view.initial(), view.initialThrough());
    }

    private static StartPosition of(long sequence, SequenceSet initial, long initialThrough) {
        List<Long> chosen = new ArrayList<>();
        initial.forEach(chosen::add);
        return new StartPosition(Math.max(1, sequence), chosen, Math.max(sequence, initialThrough + 1));
    }
}
