package dev.stationmaster.engine.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/// Bytes of the session ⇄ WebSocket frames. Frame boundaries mean nothing: a flush becomes one frame, or several of at
/// most 4096 bytes for a browser; data frames of any kind are one stream of bytes.
final class WebSocketFrames extends ChannelDuplexHandler {
    private static final int BROWSER_FRAME_BYTES = 4096;

    private final boolean browser;

    WebSocketFrames(boolean browser) {
        this.browser = browser;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
            return;
        }
        switch (frame) {
            case PingWebSocketFrame ping -> context.writeAndFlush(new PongWebSocketFrame(ping.content()));
            case PongWebSocketFrame pong -> pong.release();
            case CloseWebSocketFrame close -> context.writeAndFlush(close).addListener(written -> context.close());
            default -> context.fireChannelRead(frame.content());
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            context.write(message, promise);
            return;
        }
        while (browser && bytes.readableBytes() > BROWSER_FRAME_BYTES) {
            context.write(new BinaryWebSocketFrame(bytes.readRetainedSlice(BROWSER_FRAME_BYTES)));
        }
        context.write(new BinaryWebSocketFrame(bytes), promise);
    }
}
