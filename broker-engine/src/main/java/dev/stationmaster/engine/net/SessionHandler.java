package dev.stationmaster.engine.net;

import dev.stationmaster.engine.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Last handler of a client's pipeline: hands bytes and events to its session.
final class SessionHandler extends ChannelInboundHandlerAdapter {
    static final String NAME = "session";

    private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);

    private final Session session;
    private boolean connected;

    SessionHandler(Session session) {
        this.session = session;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            connected();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connected();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        session.receive((ByteBuf) bytes);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            session.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        session.onDisconnected();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof SSLException) {
            LOG.debug("[client {}] {}", session.clientId(), cause.getMessage());
        } else {
            LOG.error("[client {}] closed after a failure in our code", session.clientId(), cause);
        }
        context.close();
    }

    /// Once, whether the handler came before the connection or, behind a WebSocket handshake, after it.
    private void connected() {
        if (!connected) {
            connected = true;
            session.onConnected();
        }
    }
}
