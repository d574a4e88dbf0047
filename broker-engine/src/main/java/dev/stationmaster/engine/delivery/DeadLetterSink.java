package dev.stationmaster.engine.delivery;

import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.LeaderSide.DeadLetter;
import dev.stationmaster.engine.partition.PartitionView;

/// Where a leader's dead letters go; implemented by the room `deadletter`.
public interface DeadLetterSink {
    /// Takes one dead letter, writes it down elsewhere, and in the end proposes `OutboxDone` through the context. May
    /// be
    /// told the same one again after a leader change. Called on the group loop; must not block.
    void take(GroupContext context, PartitionView partition, DeadLetter letter);

    /// Takes a message that its consumer gave up with a reason after it had been settled already, so that no outbox
    /// holds
    /// it any more.
    void takeSettled(PartitionView partition, String consumer, long sequence, String reason);
}
