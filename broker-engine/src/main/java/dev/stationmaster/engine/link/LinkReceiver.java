package dev.stationmaster.engine.link;

import dev.stationmaster.engine.partition.Batch;
import dev.stationmaster.engine.partition.BatchReply;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import java.util.function.Consumer;

/// What the link hands to the node. Called on the link's event loop, in the order of arrival for each connection; must
/// not block.
interface LinkReceiver {
    void onInterest(int node, LinkFrame.Interest interest);

    void onCore(int node, LinkFrame.Core core);

    void onBatch(int node, Batch batch, Consumer<BatchReply> reply);

    void onBatchReply(int node, BatchReply reply);

    void onRequest(int node, GroupId group, GroupRequest request);

    void onHint(int node, LinkFrame.Hint hint);

    void onApplied(int node, long metaIndex);

    /// This node's own connection to the other is up, proven on both sides: it may send.
    void onUp(int node, LinkFrame.Lane lane);

    void onDown(int node, LinkFrame.Lane lane);

    /// The other node's connection to this one is up: it may have missed what it was told before.
    void onHeard(int node, LinkFrame.Lane lane);

    /// The other node's connection to this one ended: what it told is no longer true.
    void onSilent(int node, LinkFrame.Lane lane);
}
