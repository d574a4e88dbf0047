package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;

/// How an origin reaches a group's leader on another node; implemented by the room `link`, over its log connection.
/// Thread-safe; no call blocks.
///
/// Promised: what one thread sends to one node arrives in that order, or the connection ended. Not promised: that it
/// arrives. The other node hands a batch to [GroupHost#onBatch] and sends what the reply callback gets back to this
/// node's [GroupHost#onBatchReply]. How much can be under way is bounded by the origins: 4 MB for each group and node.
public interface BatchTransport {
    /// @return false when there is no connection: nothing was sent, [GroupHost#onLinkUp] is awaited
    boolean sendBatch(int node, Batch batch);

    /// Hands a request to another node's [GroupHost#onRequest].
    ///
    /// @return false when there is no connection
    boolean sendRequest(int node, GroupId group, GroupRequest request);

    /// A node by itself: there is nobody to send to.
    BatchTransport NONE = new BatchTransport() {
        @Override
        public boolean sendBatch(int node, Batch batch) {
            return false;
        }

        @Override
        public boolean sendRequest(int node, GroupId group, GroupRequest request) {
            return false;
        }
    };
}
