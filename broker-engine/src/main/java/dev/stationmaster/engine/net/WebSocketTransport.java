package dev.stationmaster.engine.net;

import dev.stationmaster.engine.protocol.ServerInfo;
import dev.stationmaster.engine.session.ClosedReason;
import dev.stationmaster.engine.session.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/// A WebSocket connection; it ends with a close frame that says why.
final class WebSocketTransport implements Transport {
    private final Channel channel;
    private final Supplier<ServerInfo> info;
    private final String forwardedAddress;

    /// @param forwardedAddress the client behind a proxy, `""` when there is none
    WebSocketTransport(Channel channel, Supplier<ServerInfo> info, String forwardedAddress) {
        this.channel = channel;
        this.info = info;
        this.forwardedAddress = forwardedAddress;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public String kind() {
        return "websocket";
    }

    @Override
    public String clientAddress() {
        if (!forwardedAddress.isEmpty()) {
            return forwardedAddress;
        }
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }

    @Override
    public int clientPort() {
        return channel.remoteAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    @Override
    public ServerInfo info() {
        return info.get();
    }

    @Override
    public void finish(ClosedReason reason) {
        if (reason.webSocketCode() == 0) {
            channel.flush();
            channel.close();
        } else {
            channel.writeAndFlush(new CloseWebSocketFrame(reason.webSocketCode(), reason.text()))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
