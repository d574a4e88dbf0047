package dev.stationmaster.engine.link;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends a connection on which nothing is heard any more, because the other machine is gone or frozen or something
/// between lets nothing through: TCP alone would take minutes to notice.
///
/// ```
/// dialled this one:  Ping ▶ at each look     ◀ Pong     both hear something between any two looks,
/// was dialled:       ◀ Ping                  Pong ▶     whatever else passes
/// ```
/// With the usual interval, a silent node is given up 6 to 8 s after its last byte ([Silence]). That is far above a
/// pause for garbage and what a loaded machine keeps a thread waiting, so it is rare for a living node; for one it is
/// harmless: it is dialled anew at once, interest is told in full, batches are sent again and kept once. Only core
/// messages under way are lost, as with every connection that ends.
///
/// Who was dialled starts with the first ping, and pings go only to who knows them ([LinkFrame.Challenge]): a node of
/// an older version is left to TCP. First in the pipeline, so that each byte counts; confined to the connection's event
/// loop.
final class Heartbeat extends ChannelInboundHandlerAdapter {
    static final Duration EVERY = Duration.ofSeconds(2);

    private final Duration every;
    private final Silence silence = new Silence();
    private boolean heard;
    private @Nullable FrameQueue asking;
    private @Nullable ScheduledFuture<?> looks;

    Heartbeat(Duration every) {
        this.every = every;
    }

    /// From now on the other side has to be heard. Nothing new when it had to before.
    void expect(ChannelHandlerContext context) {
        if (looks == null && context.channel().isActive()) {
            looks = context.executor()
                    .scheduleWithFixedDelay(
                            () -> look(context), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /// Asks for a sign now and at each look.
    ///
    /// @param sent what goes out on this connection
    void ask(ChannelHandlerContext context, FrameQueue sent) {
        asking = sent;
        context.channel().writeAndFlush(new LinkFrame.Ping());
        expect(context);
    }

    /// The other side may be silent for as long as it likes.
    void expectNothing() {
        ScheduledFuture<?> running = looks;
        if (running != null) {
            running.cancel(false);
            looks = null;
        }
    }

    private void look(ChannelHandlerContext context) {
        FrameQueue sent = asking;
        boolean dead = sent == null
                ? silence.look(heard, false, 0)
                : silence.look(heard, sent.isHeldBack(), sent.handedOver());
        heard = false;
        if (dead) {
            expectNothing();
            String text =
                    "nothing heard for " + every.multipliedBy(Silence.LOOKS_MAX).toMillis() + " ms";
            context.pipeline().fireExceptionCaught(new SocketTimeoutException(text));
        } else if (sent != null) {
            context.channel().writeAndFlush(new LinkFrame.Ping());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        heard = true;
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        expectNothing();
        context.fireChannelInactive();
    }
}
