package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.monitor.MonitorPages.Reply;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers one HTTP connection: one request at a time, each on a virtual thread.
final class MonitorHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorHandler.class);

    private final MonitorPages pages;
    private final Semaphore working;

    /// @param working bounds the requests in work, of all connections together
    MonitorHandler(MonitorPages pages, Semaphore working) {
        this.pages = pages;
        this.working = working;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        boolean head = request.method().equals(HttpMethod.HEAD);
        QueryStringDecoder asked = new QueryStringDecoder(request.uri());
        Map<String, String> parameters = new LinkedHashMap<>();
        asked.parameters().forEach((name, values) -> parameters.put(name, values.getFirst()));
        if (!working.tryAcquire()) {
            write(context, Reply.text(503, "too many requests at once, try again\n"), head, false);
            return;
        }
        context.channel().config().setAutoRead(false);
        Thread.ofVirtual().name("monitor").start(() -> {
            try {
                write(context, pages.reply(asked.path(), parameters), head, keepAlive);
            } catch (RuntimeException e) {
                LOG.error("{} could not be answered", asked.path(), e);
                write(context, Reply.text(500, "internal error, see the log\n"), head, false);
            } finally {
                working.release();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("monitoring connection closed: {}", cause.getMessage());
        context.close();
    }

    private static void write(ChannelHandlerContext context, Reply reply, boolean head, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(reply.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, reply.contentType())
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length)
                .set(HttpHeaderNames.CONNECTION, keepAlive ? "keep-alive" : "close");
        context.writeAndFlush(response).addListener(written -> {
            if (keepAlive && written.isSuccess()) {
                context.channel().config().setAutoRead(true);
            } else {
                context.close();
            }
        });
    }
}
