package dev.stationmaster.engine.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection that this node dials and sends on; dialled again, after 100 ms to 1 s, for as long as it is wanted.
///
/// `dialling --Challenge--> proving --Welcome--> up --closed--> dialling`
final class OutgoingLink {
    private static final Logger log = LoggerFactory.getLogger(OutgoingLink.class);
    private static final long RETRY_MILLIS_MIN = 100;
    private static final long RETRY_MILLIS_MAX = 1_000;

    /// @param name for the log
    record Target(String name, String host, int port) {}

    private final int slot;
    private final LinkFrame.Lane lane;
    private final Supplier<Introduction> introductions;
    private final BooleanSupplier wanted;
    private final LinkReceiver receiver;
    private final EventLoopGroup loops;
    private final long queueBytesMax;
    private final Duration beat;
    private final Runnable onFailed;

    /// Set on the event loop when the connection is up, cleared when it ends; read by senders.
    private volatile @Nullable FrameQueue queue;

    private volatile @Nullable Channel channel;
    private volatile Target target;
    private volatile boolean closed;
    private long retryMillis = RETRY_MILLIS_MIN;
    private String lastFailure = "";

    /// @param slot of the node that is dialled, 0 for [LinkFrame.Lane#ASK]
    /// @param wanted asked before each attempt
    /// @param beat how often the other side is asked for a sign of life
    /// @param onFailed hears of each attempt that failed
    OutgoingLink(
            int slot,
            Target target,
            LinkFrame.Lane lane,
            Supplier<Introduction> introductions,
            BooleanSupplier wanted,
            LinkReceiver receiver,
            EventLoopGroup loops,
            long queueBytesMax,
            Duration beat,
            Runnable onFailed) {
        this.slot = slot;
        this.target = target;
        this.lane = lane;
        this.introductions = introductions;
        this.wanted = wanted;
        this.receiver = receiver;
        this.loops = loops;
        this.queueBytesMax = queueBytesMax;
        this.beat = beat;
        this.onFailed = onFailed;
    }

    /// Where the next attempt goes.
    void moved(Target to) {
        target = to;
    }

    Target target() {
        return target;
    }

    void dial() {
        if (closed) {
            return;
        }
        if (!wanted.getAsBoolean()) {
            loops.next().schedule(this::dial, RETRY_MILLIS_MIN, TimeUnit.MILLISECONDS);
            return;
        }
        Target to = target;
        if (NetUtil.isValidIpV4Address(to.host()) || NetUtil.isValidIpV6Address(to.host())) {
            connect(new InetSocketAddress(to.host(), to.port()));
        } else {
            // A name may take seconds to be looked up, and all connections share one thread.
            Thread.ofVirtual().name("link-resolve").start(() -> {
                InetSocketAddress address = new InetSocketAddress(to.host(), to.port());
                if (!closed && !loops.isShuttingDown()) {
                    loops.execute(() -> connect(address));
                }
            });
        }
    }

    private void connect(InetSocketAddress address) {
        if (address.isUnresolved()) {
            failed("host " + address.getHostString() + " is not known");
            dialLater();
            return;
        }
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 2_000)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        Heartbeat heartbeat = new Heartbeat(beat);
                        fresh.pipeline()
                                .addLast("heartbeat", heartbeat)
                                .addLast("codec", new LinkCodec())
                                .addLast("dialler", new Dialler(heartbeat));
                    }
                })
                .connect(address)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        failed(String.valueOf(done.cause().getMessage()));
                        dialLater();
                    }
                });
    }

    /// @return false when the connection is down or full
    boolean send(LinkFrame frame, int bytes) {
        FrameQueue open = queue;
        return open != null && open.offer(frame, bytes);
    }

    /// As [#send], but never held back by a full queue: for interest, hints and the like.
    boolean sendAlways(LinkFrame frame) {
        FrameQueue open = queue;
        return open != null && open.offerAlways(frame, 100);
    }

    boolean isUp() {
        return queue != null;
    }

    void close() {
        closed = true;
        Channel open = channel;
        if (open != null) {
            open.close();
        }
    }

    private void dialLater() {
        if (!closed) {
            loops.next().schedule(this::dial, retryMillis, TimeUnit.MILLISECONDS);
            retryMillis = Math.min(retryMillis * 2, RETRY_MILLIS_MAX);
        }
    }

    private void failed(String reason) {
        onFailed.run();
        if (isNew(reason)) {
            log.info("[link to {} {}] not connected: {}", target.name(), lane, reason);
        }
    }

    private void refused(String reason) {
        onFailed.run();
        if (isNew(reason)) {
            log.warn("[link to {} {}] refused: {}", target.name(), lane, reason);
        }
    }

    private boolean isNew(String reason) {
        boolean fresh = !reason.equals(lastFailure);
        lastFailure = reason;
        return fresh;
    }

    private final class Dialler extends SimpleChannelInboundHandler<LinkFrame> {
        private final Introduction introduction = introductions.get();
        private final Heartbeat heartbeat;
        private boolean knowsPings;

        Dialler(Heartbeat heartbeat) {
            this.heartbeat = heartbeat;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channel = context.channel();
            if (closed) {
                context.close();
            }
            // Whoever accepts a connection has to say so.
            heartbeat.expect(context);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, LinkFrame frame) {
            switch (frame) {
                case LinkFrame.Challenge challenge -> {
                    knowsPings = challenge.knowsPings();
                    context.writeAndFlush(introduction.hello(challenge.nonce()));
                }
                case LinkFrame.Welcome welcome -> welcome(context, welcome);
                case LinkFrame.RouteWelcome welcome -> welcome(context, welcome);
                case LinkFrame.Outcomes outcomes -> receiver.onBatchReply(slot, outcomes.reply());
                case LinkFrame.Pong() -> {
                    // The heartbeat has seen it come.
                }
                case LinkFrame.Refusal(String reason) -> {
                    refused(reason);
                    context.close();
                }
                default -> {
                    failed("unexpected " + frame.getClass().getSimpleName());
                    context.close();
                }
            }
        }

        private void welcome(ChannelHandlerContext context, LinkFrame answer) {
            Optional<String> wrong = introduction.welcome(answer);
            if (wrong.isPresent() || lane == LinkFrame.Lane.ASK) {
                wrong.ifPresent(OutgoingLink.this::refused);
                context.close();
                return;
            }
            FrameQueue open = new FrameQueue(context.channel(), queueBytesMax);
            queue = open;
            retryMillis = RETRY_MILLIS_MIN;
            lastFailure = "";
            log.info("[link to {} {}] up", target.name(), lane);
            receiver.onUp(slot, lane);
            if (knowsPings) {
                heartbeat.ask(context, open);
            } else {
                heartbeat.expectNothing();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            boolean wasUp = queue != null;
            queue = null;
            if (wasUp) {
                if (lastFailure.isEmpty()) {
                    failed("connection ended");
                }
                receiver.onDown(slot, lane);
            }
            dialLater();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failed(String.valueOf(cause.getMessage()));
            context.close();
        }
    }
}
