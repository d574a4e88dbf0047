package dev.stationmaster.engine.net;

import dev.stationmaster.engine.protocol.ServerOpEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Stands before a client's session until its first bytes say whether it speaks TLS.
///
/// INFO goes out in clear text and the client upgrades the same connection; or, where the client's hello is expected
/// first, INFO waits for the end of the handshake, and after a while without a hello it goes out in clear text all the
/// same. A client that stays in clear text is refused unless TLS is optional.
final class TlsDoor extends ChannelInboundHandlerAdapter {
    static final String TLS = "tls";

    private static final int HANDSHAKE_RECORD = 22;

    private final SslContext context;
    private final TlsSettings settings;
    private final Supplier<ChannelHandler> session;
    private boolean greeted;
    private @Nullable Future<?> timer;

    TlsDoor(SslContext context, TlsSettings settings, Supplier<ChannelHandler> session) {
        this.context = context;
        this.settings = settings;
        this.session = session;
    }

    /// @throws IllegalArgumentException when the files cannot be used
    static SslContext context(TlsSettings settings) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            PemFiles.key(settings.key()), PemFiles.certificates(settings.certificate()))
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.2", "TLSv1.3")
                    .clientAuth(settings.verify() ? ClientAuth.REQUIRE : ClientAuth.NONE);
            settings.authorities().ifPresent(file -> builder.trustManager(PemFiles.certificates(file)));
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException(
                    "TLS with the certificate " + settings.certificate() + " and the key " + settings.key()
                            + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    static SslHandler handler(SslContext context, TlsSettings settings, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(settings.timeout().toMillis());
        return handler;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            start(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        start(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        ByteBuf bytes = (ByteBuf) read;
        if (!bytes.isReadable()) {
            bytes.release();
            return;
        }
        stopTimer();
        if (bytes.getUnsignedByte(bytes.readerIndex()) == HANDSHAKE_RECORD) {
            SslHandler tls = handler(this.context, settings, context.channel());
            context.pipeline().addAfter(context.name(), TLS, tls);
            if (!greeted) {
                greeted = true;
                tls.handshakeFuture().addListener(done -> {
                    if (done.isSuccess()) {
                        addSession(context.channel());
                    }
                });
            }
        } else if (settings.optional()) {
            greet(context);
        } else {
            bytes.release();
            context.channel()
                    .writeAndFlush(Unpooled.wrappedBuffer(ServerOpEncoder.error("Secure Connection - TLS Required")))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        context.fireChannelRead(bytes);
        context.pipeline().remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        context.fireChannelInactive();
    }

    private void start(ChannelHandlerContext context) {
        if (timer != null) {
            return;
        }
        if (settings.helloWithin().isZero()) {
            arm(context, settings.timeout(), () -> context.close());
            greet(context);
        } else {
            arm(context, settings.helloWithin(), () -> {
                arm(context, settings.timeout(), () -> context.close());
                greet(context);
            });
        }
    }

    private void greet(ChannelHandlerContext context) {
        if (!greeted) {
            greeted = true;
            addSession(context.channel());
        }
    }

    private void addSession(Channel channel) {
        channel.pipeline().addLast(SessionHandler.NAME, session.get());
    }

    private void arm(ChannelHandlerContext context, Duration within, Runnable action) {
        timer = context.executor().schedule(action, within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }
}
