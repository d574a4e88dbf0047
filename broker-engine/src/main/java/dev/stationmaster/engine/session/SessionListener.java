package dev.stationmaster.engine.session;

import dev.stationmaster.engine.message.ClientIdentity;

/// Hears of clients that come and go. Called on the client's event loop, must not block.
public interface SessionListener {
    /// A client has authenticated. Again when it sends a second CONNECT.
    void onConnected(ClientIdentity client);

    /// A client that had authenticated is gone; its subscriptions are removed.
    void onDisconnected(ClientIdentity client);
}
