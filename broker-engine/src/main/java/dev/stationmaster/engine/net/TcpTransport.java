package dev.stationmaster.engine.net;

import dev.stationmaster.engine.protocol.ServerInfo;
import dev.stationmaster.engine.session.ClosedReason;
import dev.stationmaster.engine.session.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A plain TCP connection. It ends by half-closing: what the client still sends is read and dropped, so that no reset
/// overtakes our last line.
final class TcpTransport implements Transport {
    private static final int CLIENT_CLOSES_WITHIN_MILLIS = 1000;
    private static final int RESET_AFTER_MILLIS = 20;

    private final Channel channel;
    private final Supplier<ServerInfo> info;

    TcpTransport(Channel channel, Supplier<ServerInfo> info) {
        this.channel = channel;
        this.info = info;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public String kind() {
        return "nats";
    }

    @Override
    public String clientAddress() {
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
        if (reason == ClosedReason.PAYLOAD_EXCEEDED) {
            reset();
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls != null) {
                tls.closeOutbound();
            }
            if (channel instanceof DuplexChannel duplex && channel.isActive()) {
                duplex.shutdownOutput();
            }
            channel.eventLoop().schedule(() -> channel.close(), CLIENT_CLOSES_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    /// A client may be sending much more of what was too large: it is cut off, as it is by nats-server, a moment after
    /// it could read why.
    private void reset() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> channel.eventLoop()
                        .schedule(
                                () -> {
                                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                                    channel.close();
                                },
                                RESET_AFTER_MILLIS,
                                TimeUnit.MILLISECONDS));
    }
}
