package dev.stationmaster.engine.net;

import dev.stationmaster.engine.protocol.ServerInfo;
import dev.stationmaster.engine.session.Session;
import dev.stationmaster.engine.session.SessionServices;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// The HTTP request that turns a connection into a WebSocket: checks it, answers, and puts the session behind it.
///
/// Any path is accepted except those of protocols that we do not speak. No sub-protocol is ever chosen and no extension
/// is used. A client that sends `Nats-No-Masking: true` may leave its frames unmasked.
final class WebSocketUpgrade extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String AGGREGATOR = "aggregator";
    private static final String NO_MASKING = "Nats-No-Masking";
    private static final int REQUEST_BYTES_MAX = 8192;
    private static final int LINE_BYTES = 8192;

    private final SessionServices services;
    private final Supplier<ServerInfo> info;

    private WebSocketUpgrade(SessionServices services, Supplier<ServerInfo> info) {
        this.services = services;
        this.info = info;
    }

    static void install(Channel channel, SessionServices services, Supplier<ServerInfo> info) {
        channel.pipeline()
                .addLast("http", new HttpServerCodec())
                .addLast(AGGREGATOR, new HttpObjectAggregator(REQUEST_BYTES_MAX))
                .addLast("upgrade", new WebSocketUpgrade(services, info));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        HttpResponseStatus refusal = refusal(request);
        if (refusal.code() != HttpResponseStatus.OK.code()) {
            refuse(context, refusal);
            return;
        }
        boolean unmasked = "true".equals(request.headers().get(NO_MASKING));
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(!unmasked)
                .allowMaskMismatch(unmasked)
                .allowExtensions(false)
                .maxFramePayloadLength(services.limits().payloadBytesMax() + LINE_BYTES)
                .closeOnProtocolViolation(true)
                .withUTF8Validator(false)
                .build();
        HttpHeaders extra = request.headers().copy().clear();
        if (unmasked) {
            extra.set(NO_MASKING, "true");
        }
        Channel channel = context.channel();
        boolean browser =
                headerOf(request, HttpHeaderNames.USER_AGENT.toString()).startsWith("Mozilla/");
        String address = clientAddress(request);
        channel.pipeline().remove(AGGREGATOR);
        new WebSocketServerHandshaker13("/", null, config)
                .handshake(channel, request, extra, channel.newPromise())
                .addListener(done -> {
                    if (done.isSuccess()) {
                        startSession(channel, browser, address);
                    }
                });
    }

    private void startSession(Channel channel, boolean browser, String address) {
        WebSocketTransport transport = new WebSocketTransport(channel, info, address);
        channel.pipeline()
                .replace(this, "frames", new WebSocketFrames(browser))
                .addLast(SessionHandler.NAME, new SessionHandler(new Session(services, transport)));
    }

    /// The checks in their order; OK when all pass.
    private static HttpResponseStatus refusal(FullHttpRequest request) {
        String path = request.uri().split("\\?", 2)[0];
        if (!request.method().equals(HttpMethod.GET)) {
            return HttpResponseStatus.METHOD_NOT_ALLOWED;
        }
        if (path.endsWith("/leafnode") || path.endsWith("/mqtt")) {
            return HttpResponseStatus.NOT_FOUND;
        }
        boolean complete = !headerOf(request, "Host").isEmpty()
                && hasToken(request, "Upgrade", "websocket")
                && hasToken(request, "Connection", "upgrade")
                && !headerOf(request, "Sec-WebSocket-Key").isEmpty()
                && hasToken(request, "Sec-WebSocket-Version", "13");
        return complete ? HttpResponseStatus.OK : HttpResponseStatus.BAD_REQUEST;
    }

    private static boolean hasToken(FullHttpRequest request, String header, String token) {
        return request.headers().containsValue(header, token, true);
    }

    private static String headerOf(FullHttpRequest request, String name) {
        String value = request.headers().get(name);
        return value == null ? "" : value;
    }

    private static String clientAddress(FullHttpRequest request) {
        List<String> forwarded = List.of(headerOf(request, "X-Forwarded-For").split(","));
        String first = forwarded.isEmpty() ? "" : forwarded.getFirst().strip();
        return NetUtil.isValidIpV4Address(first) || NetUtil.isValidIpV6Address(first) ? first : "";
    }

    private static void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                Unpooled.copiedBuffer(status.reasonPhrase() + "\n", StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set("Sec-Websocket-Version", "13")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
