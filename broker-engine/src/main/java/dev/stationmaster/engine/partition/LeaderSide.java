package dev.stationmaster.engine.partition;

/// What a node does for a group only while it leads it: waiting pulls, deliveries, answers. Implemented by the room
/// `delivery`; confined to the group loop.
public interface LeaderSide {
    /// Everything committed before is applied; from now on requests come.
    void onLeaderReady();

    /// Another leads, or nobody: forget what was not replicated, deliver nothing.
    void onLeaderLost();

    /// After an entry: messages were stored (both ends belong to the range).
    void onStored(PartitionView partition, long firstSequence, long lastSequence);

    /// After an entry: the stream's settings changed, or messages were removed other than by a consumer's progress.
    void onPartitionChanged(PartitionView partition);

    /// After an entry: the stream is new.
    default void onPartitionCreated(PartitionView partition) {
        onPartitionChanged(partition);
    }

    /// After an entry: the stream took on other settings.
    default void onPartitionUpdated(PartitionView partition) {
        onPartitionChanged(partition);
    }

    void onPartitionDeleted(PartitionView partition);

    /// After an entry: a consumer was created or its settings changed.
    void onConsumerPut(PartitionView partition, String consumer);

    void onConsumerDeleted(PartitionView partition, String consumer);

    /// A dead letter was put into the group's outbox, or was found there when this node became leader.
    void onDeadLetter(PartitionView partition, DeadLetter deadLetter);

    /// After an entry: a stored message is to be published again.
    void onRepublished(PartitionView partition, Republished copy);

    /// A stored message for another subject.
    ///
    /// @param lastOfSubject sequence of the message before it with the same subject, 0 for none
    record Republished(String destination, long lastOfSubject, StoredMessage message) {}

    /// A request arrived for this leader.
    void onRequest(GroupRequest request);

    /// A message past its last delivery, with its own copy.
    ///
    /// @param reason what the consumer said, `""` for too many deliveries
    record DeadLetter(
            long outboxId,
            String consumer,
            int deliveries,
            String reason,
            long groupTimeNanos,
            StoredMessage message) {}
}
