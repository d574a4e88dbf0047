package dev.stationmaster.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects the requests of one connection and answers them one after the other.
///
/// Confined to the event loop; the work itself runs on a virtual thread and comes back with `execute`. Reading
/// goes on
/// while a request is at work, so that a caller who went away is noticed; requests that a client sends ahead
/// wait in
/// `ahead`, and beyond a few of them reading stops.
final class RequestReader extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger log = LoggerFactory.getLogger(RequestReader.class);
    private static final int AHEAD_MAX = 4;
    private static final long LINGER_MILLIS = 1500;

    /// What becomes of the connection after an answer. A caller who may still be sending must be able to read
    /// the
    /// answer, and closing at once would reset his connection: LINGER ends our side and waits a moment for his.
    private enum After {
        STAY,
        CLOSE,
        LINGER
    }

    private record Incoming(HttpRequest head, byte[] body) {}

    private final Admission admission;
    private final Site site;
    private final ExecutorService workers;
    private final Queue<Incoming> ahead = new ArrayDeque<>();
    private final AtomicBoolean gone = new AtomicBoolean();

    private @Nullable HttpRequest head;
    private byte[] body = new byte[0];
    private int bodyLength;
    private long held;
    private boolean working;
    private boolean closing;
    private @Nullable Future<?> deadline;

    RequestReader(Admission admission, Site site, ExecutorService workers) {
        this.admission = admission;
        this.site = site;
        this.workers = workers;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        armDeadline(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone.set(true);
        disarmDeadline();
        ahead.clear();
        if (!working) {
            releaseHeld();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (closing) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            boolean tooLong = message.decoderResult().cause() instanceof TooLongFrameException;
            refuse(ctx, tooLong ? 431 : 400, tooLong ? "Request Header Fields Too Large" : "Bad Request");
            return;
        }
        if (message instanceof HttpRequest request) {
            startRequest(ctx, request);
        }
        if (message instanceof HttpContent content && head != null && !closing) {
            collect(ctx, content.content());
        }
        if (message instanceof LastHttpContent && head != null && !closing) {
            finishRequest(ctx, head);
        }
    }

    private void startRequest(ChannelHandlerContext ctx, HttpRequest request) {
        head = request;
        body = new byte[0];
        bodyLength = 0;
        armDeadline(ctx);
        long announced = HttpUtil.getContentLength(request, -1L);
        if (announced > admission.limits().bodyBytesMax().getAsLong()) {
            refuse(ctx, 413, "Request Entity Too Large");
        } else if (HttpUtil.is100ContinueExpected(request)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void collect(ChannelHandlerContext ctx, ByteBuf content) {
        int more = content.readableBytes();
        if (more == 0) {
            return;
        }
        long limit = admission.limits().bodyBytesMax().getAsLong();
        if (bodyLength + (long) more > limit) {
            refuse(ctx, 413, "Request Entity Too Large");
            return;
        }
        if (bodyLength + more > body.length) {
            long announced = head == null ? 0 : HttpUtil.getContentLength(head, 0L);
            int size = (int) Math.min(limit, Math.max(announced, Math.max(bodyLength + more, body.length * 2L)));
            if (!admission.tryHold(size - body.length)) {
                refuse(ctx, 503, "Too many requests with large bodies at once; try again");
                return;
            }
            held += size - body.length;
            body = Arrays.copyOf(body, size);
        }
        content.readBytes(body, bodyLength, more);
        bodyLength += more;
    }

    private void finishRequest(ChannelHandlerContext ctx, HttpRequest request) {
        head = null;
        disarmDeadline();
        byte[] whole = bodyLength == body.length ? body : Arrays.copyOf(body, bodyLength);
        body = new byte[0];
        Incoming incoming = new Incoming(request, whole);
        if (working) {
            ahead.add(incoming);
            if (ahead.size() >= AHEAD_MAX) {
                ctx.channel().config().setAutoRead(false);
            }
        } else {
            start(ctx, incoming);
        }
    }

    private void start(ChannelHandlerContext ctx, Incoming incoming) {
        if (!admission.tryStart()) {
            refuse(ctx, 503, "Too many requests at once; try again");
            return;
        }
        working = true;
        boolean keepAlive = HttpUtil.isKeepAlive(incoming.head);
        boolean isHead = incoming.head.method().name().equals("HEAD");
        AtomicBoolean answered = new AtomicBoolean();
        Future<?> tooLong = ctx.executor()
                .schedule(
                        () -> {
                            if (answered.compareAndSet(false, true)) {
                                gone.set(true);
                                refuse(ctx, 504, "The answer took too long");
                            }
                        },
                        admission.limits().answerTime().toMillis(),
                        TimeUnit.MILLISECONDS);
        Runnable work = () -> {
            Response response = work(incoming);
            ctx.executor().execute(() -> {
                admission.finish();
                tooLong.cancel(false);
                working = false;
                if (answered.compareAndSet(false, true)) {
                    finish(ctx, response, keepAlive, isHead);
                } else {
                    releaseHeld();
                }
            });
        };
        try {
            workers.execute(work);
        } catch (RejectedExecutionException _) {
            admission.finish();
            tooLong.cancel(false);
            working = false;
            refuse(ctx, 503, "The gateway is stopping");
        }
    }

    private Response work(Incoming incoming) {
        try {
            byte[] decoded = incoming.body;
            String coding = incoming.head.headers().get(HttpHeaderNames.CONTENT_ENCODING);
            if (coding != null && decoded.length > 0) {
                decoded = ContentCoding.decode(
                        coding, decoded, admission.limits().bodyBytesMax().getAsLong());
            }
            return site.answer(toRequest(incoming.head, decoded, gone::get));
        } catch (ContentCoding.CodingException e) {
            return site.refusal(e.status(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException _) {
            return site.refusal(400, "Bad Request");
        } catch (Throwable e) {
            log.error("{} {} failed", incoming.head.method(), pathOf(incoming.head.uri()), e);
            return site.refusal(500, "Server error");
        }
    }

    private static Request toRequest(HttpRequest head, byte[] body, BooleanSupplier gone) {
        QueryStringDecoder uri = new QueryStringDecoder(head.uri());
        return new Request(
                head.method().name(),
                pathOf(head.uri()),
                Map.of(),
                uri.parameters(),
                new Headers(head.headers().entries().stream()
                        .map(e -> Map.entry(e.getKey(), e.getValue()))
                        .toList()),
                body,
                gone);
    }

    /// The path alone, also of an absolute URL; percent escapes stay.
    private static String pathOf(String uri) {
        int start = uri.startsWith("http://") || uri.startsWith("https://") ? uri.indexOf('/', 8) : 0;
        if (start < 0) {
            return "/";
        }
        int end = uri.indexOf('?', start);
        return uri.substring(start, end < 0 ? uri.length() : end);
    }

    private void finish(ChannelHandlerContext ctx, Response response, boolean keepAlive, boolean isHead) {
        write(ctx, response, keepAlive ? After.STAY : After.CLOSE, isHead);
        Incoming next = ahead.poll();
        if (next == null) {
            releaseHeld();
            armDeadline(ctx);
        } else {
            ctx.channel().config().setAutoRead(true);
            start(ctx, next);
        }
    }

    /// Answers what will not be read to its end, and closes.
    private void refuse(ChannelHandlerContext ctx, int status, String text) {
        head = null;
        body = new byte[0];
        ahead.clear();
        if (!working) {
            releaseHeld();
        }
        closing = true;
        write(ctx, site.refusal(status, text), After.LINGER, false);
        disarmDeadline();
        ctx.channel().config().setAutoRead(true);
        deadline = ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void write(ChannelHandlerContext ctx, Response response, After after, boolean isHead) {
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(isHead ? new byte[0] : response.body()));
        response.headers().forEach(header -> answer.headers().add(header.getKey(), header.getValue()));
        if (!response.contentType().isEmpty()) {
            answer.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
        }
        answer.headers()
                .set(
                        HttpHeaderNames.DATE,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (response.status() != 204) {
            answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        answer.headers()
                .set(
                        HttpHeaderNames.CONNECTION,
                        after == After.STAY ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        var written = ctx.writeAndFlush(answer);
        switch (after) {
            case STAY -> {}
            case CLOSE -> {
                closing = true;
                written.addListener(ChannelFutureListener.CLOSE);
            }
            case LINGER -> written.addListener(_ -> ((DuplexChannel) ctx.channel()).shutdownOutput());
        }
    }

    private void armDeadline(ChannelHandlerContext ctx) {
        disarmDeadline();
        Duration time = admission.limits().readTime();
        deadline = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void disarmDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void releaseHeld() {
        admission.release(held);
        held = 0;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("closing {}: {}", ctx.channel(), cause.toString());
        ctx.close();
    }
}
