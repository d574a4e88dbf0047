package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;

/// This node as a client of the Raft groups, its own and others'. Thread-safe; no call blocks.
public interface GroupClient {
    /// Proposes through this node's origin session: in the order of calls, exactly once across leader changes. The
    /// handler is called within 4.5 s, on a thread of the room, with an outcome.
    void propose(GroupId group, PartitionCommand command, OutcomeHandler handler);

    /// Hands a request to the group's leader. Waits in order, bounded, up to 3 s for a leader; then it is dropped and
    /// counted: requests are repeated by clients.
    void request(GroupId group, GroupRequest request);

    /// Node that leads the group as far as this node knows, 0 when unknown.
    int leader(GroupId group);
}
