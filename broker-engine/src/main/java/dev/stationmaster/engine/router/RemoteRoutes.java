package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.Message;
import java.util.List;

/// What the room `link` tells the switchboard of other nodes, and asks it. Implemented by [SwitchBoard]. Thread-safe.
///
/// Use: on start [#addListener]; for each node that connects, [#localInterest] gives the full state to send; what the
/// other node sends goes into [#setRemoteInterest]; a lost connection is [#dropNode]. Messages arriving from other
/// nodes go into [#deliverFromRemote] and travel no further.
public interface RemoteRoutes {
    /// Registers a listener; it is told all present local interest first, then every change, without a gap.
    void addListener(InterestListener listener);

    /// Tells the visitor all present local interest, under the lock that changes take: a queue that the listener and
    /// this visitor both write sees the state and then every later change.
    void localInterest(InterestListener visitor);

    /// Sets how many subscriptions another node has to a pattern and queue group (`""`: plain); 0 removes it.
    void setRemoteInterest(int node, String pattern, String queue, int count);

    /// Forgets all interest of a node.
    void dropNode(int node);

    /// Delivers a message that another node sent here, to this node's own interest only: plain interest when `plain`,
    /// and one member of each named queue group that has one here.
    void deliverFromRemote(String routeSubject, Message message, boolean plain, List<String> queues);
}
