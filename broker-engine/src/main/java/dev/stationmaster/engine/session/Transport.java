package dev.stationmaster.engine.session;

import dev.stationmaster.engine.protocol.ServerInfo;
import io.netty.channel.Channel;

/// The connection under a session; TCP and WebSocket differ in how they end. Implemented by the room `net`.
public interface Transport {
    /// Bytes written to it reach the client in order, framed as the transport needs.
    Channel channel();

    /// `nats` or `websocket`.
    String kind();

    /// The client's address as text, without port.
    String clientAddress();

    int clientPort();

    /// What INFO says on this listener now.
    ServerInfo info();

    /// Ends the connection after everything written has been sent, in a way that the client still reads it.
    /// Called on the event loop.
    void finish(ClosedReason reason);
}
