package dev.stationmaster.engine.consumer;

import java.util.List;

/// What a consumer's leader did since its last record, merged (engine.md §7). Applying it twice, or after a later one,
/// changes nothing.
///
/// @param deliveredStreamSequence highest stream sequence delivered
/// @param deliveredConsumerSequence number of deliveries made so far
/// @param settled newly settled stream sequences as ranges, ascending, not overlapping
/// @param counts deliveries that were made more than once
/// @param delayed delayed naks: the message is due again at a group time
/// @param exhausted stream sequences past their last delivery: dead letters
public record ConsumerProgress(
        long deliveredStreamSequence,
        long deliveredConsumerSequence,
        List<Range> settled,
        List<Count> counts,
        List<Delay> delayed,
        List<Exhausted> exhausted) {

    /// Both ends belong to the range.
    public record Range(long first, long last) {}

    public record Count(long sequence, int deliveries) {}

    public record Delay(long sequence, long dueGroupTimeNanos) {}

    /// @param reason what the consumer said (`+TERM reason`), `""` for too many deliveries
    public record Exhausted(long sequence, int deliveries, String reason) {}

    public ConsumerProgress {
        settled = List.copyOf(settled);
        counts = List.copyOf(counts);
        delayed = List.copyOf(delayed);
        exhausted = List.copyOf(exhausted);
    }
}
