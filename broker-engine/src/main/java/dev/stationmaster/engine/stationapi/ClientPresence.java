package dev.stationmaster.engine.stationapi;

import dev.stationmaster.engine.message.ClientIdentity;

/// Hears of clients that come and go; sessions tell it. Thread-safe; returns at once.
public interface ClientPresence {
    /// After a client was let in.
    void onConnected(ClientIdentity client);

    /// After its connection ended, however it ended; once for each [#onConnected].
    void onDisconnected(ClientIdentity client);
}
