package dev.stationmaster.engine.router;

import dev.stationmaster.engine.message.Message;
import java.util.List;

/// Carries messages to interest on other nodes; implemented by the room `link`, joined in `boot`. Thread-safe.
@FunctionalInterface
public interface RemoteDelivery {
    /// Hands one copy of a message to a node: at most one call per message and node. Keeps the order of calls from one
    /// thread to one node; must not block; what cannot be sent is dropped and counted by the link.
    ///
    /// @param routeSubject subject that interest is matched with; differs from `message.subject()` for
    ///     deliveries of consumers
    /// @param plain whether plain interest of that node shall get it
    /// @param queues queue groups in which a member of that node was chosen: one local member of each shall get it
    void send(int node, String routeSubject, Message message, boolean plain, List<String> queues);
}
