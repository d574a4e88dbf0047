package dev.stationmaster.engine.consumer;

import dev.stationmaster.engine.sequence.SequenceSet;

/// Where a consumer begins, worked out from its deliver policy when it is created.
///
/// @param sequence first stream sequence that it may deliver
/// @param initial with "last per subject": the messages chosen, else empty
/// @param initialThrough with "last per subject": the stream's last sequence at creation, else 0
public record ConsumerStart(long sequence, SequenceSet initial, long initialThrough) {
    public static ConsumerStart at(long sequence) {
        return new ConsumerStart(sequence, new SequenceSet(), 0);
    }
}
