package dev.stationmaster.engine.message;

/// Who sent a message: enough for permissions, SDK quirks and the rows of connected clients, also after the message
/// was handed to another node.
///
/// @param clientId number of the connection on its node, from 1; 0 for the node itself
/// @param node id of the node that holds the connection, 1..5
/// @param user name that authenticated, `""` when authentication is off
/// @param name CONNECT's `name`; SDKs of Memphis send `<connection uuid>::<user>`
/// @param lang CONNECT's `lang`
/// @param noResponders whether the client wants `503` when nobody listens
/// @param internal whether this is the product itself: a node or the gateway
public record ClientIdentity(
        long clientId, int node, String user, String name, String lang, boolean noResponders, boolean internal) {

    /// The node itself as sender.
    public static ClientIdentity ofNode(int node) {
        return new ClientIdentity(0, node, "", "", "", false, true);
    }

    /// The connection id of a Memphis SDK: `name` up to `::`, or `""` where there is none.
    public String connectionId() {
        int end = name.indexOf("::");
        return end < 0 ? "" : name.substring(0, end);
    }
}
