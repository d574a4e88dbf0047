package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import java.util.List;
import java.util.function.Consumer;

/// All Raft groups of this node, and its way to those of others. Thread-safe; no call blocks except start and close.
public interface GroupHost extends GroupClient, AutoCloseable {
    /// Opens the groups of this node. Returns when they run; leaders are elected later.
    void start();

    /// Hands leaderships over, writes checkpoints, closes the groups.
    @Override
    void close();

    /// Groups of the whole cluster.
    List<GroupId> groups();

    /// This node's replicas as they are now.
    List<GroupStatus> status();

    /// Numbers of the nodes that hold a replica of the group, ascending.
    List<Integer> members(GroupId group);

    /// As [#propose] with a command that is encoded already: kind and version first.
    void proposeRaw(GroupId group, byte[] command, OutcomeHandler handler);

    /// A batch of another node's origin arrived. `reply` is called once, on any thread, unless this node stops.
    void onBatch(int fromNode, Batch batch, Consumer<BatchReply> reply);

    void onBatchReply(int fromNode, BatchReply reply);

    /// A request of another node arrived for a group that this node was thought to lead.
    void onRequest(int fromNode, GroupId group, GroupRequest request);

    /// Another node says who leads a group (0: it lost leadership); told for each change, and again on connect.
    void onLeaderHint(GroupId group, long term, int leader);

    /// The log connection to a node is up: what was under way is resent.
    void onLinkUp(int node);

    void onLinkDown(int node);

    /// Told whenever a replica of this node learns of a leader (0: none); the link gossips it. Also replays what is
    /// known now.
    void onLeaderChange(LeaderListener listener);

    /// Hears of leaders; called on any thread, must not block.
    @FunctionalInterface
    interface LeaderListener {
        void onLeader(GroupId group, long term, int leader);
    }
}
