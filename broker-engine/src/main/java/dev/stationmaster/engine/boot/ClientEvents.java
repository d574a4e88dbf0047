package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.session.SessionListener;
import dev.stationmaster.engine.stationapi.ClientPresence;
import java.util.Optional;

/// Tells the stations' room of clients that come and go; a bare broker has no such room.
record ClientEvents(Optional<? extends ClientPresence> presence) implements SessionListener {
    @Override
    public void onConnected(ClientIdentity client) {
        presence.ifPresent(room -> room.onConnected(client));
    }

    @Override
    public void onDisconnected(ClientIdentity client) {
        presence.ifPresent(room -> room.onDisconnected(client));
    }
}
