package dev.stationmaster.engine.link;

import dev.stationmaster.engine.NodeConfig;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection that this node dials and sends on; dialled again, after 100 ms to 1 s, for as long as the node lives.
///
/// `dialling --Challenge--> proving --Welcome--> up --closed--> dialling`
final class OutgoingLink {
    private static final Logger log = LoggerFactory.getLogger(OutgoingLink.class);
    private static final long RETRY_MILLIS_MIN = 100;
    private static final long RETRY_MILLIS_MAX = 1_000;

    private final NodeConfig config;
    private final NodeConfig.Member peer;
    private final LinkFrame.Lane lane;
    private final LinkProof proof;
    private final LinkReceiver receiver;
    private final EventLoopGroup loops;
    private final long queueBytesMax;

    /// Set on the event loop when the connection is up, cleared when it ends; read by senders.
    private volatile @Nullable FrameQueue queue;

    private volatile @Nullable Channel channel;
    private volatile boolean closed;
    private long retryMillis = RETRY_MILLIS_MIN;
    private String lastFailure = "";

    OutgoingLink(
            NodeConfig config,
            NodeConfig.Member peer,
            LinkFrame.Lane lane,
            LinkReceiver receiver,
            EventLoopGroup loops,
            long queueBytesMax) {
        this.config = config;
        this.peer = peer;
        this.lane = lane;
        this.proof = new LinkProof(config.clusterName(), config.secret());
        this.receiver = receiver;
        this.loops = loops;
        this.queueBytesMax = queueBytesMax;
    }

    void dial() {
        if (closed) {
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
                        fresh.pipeline().addLast("codec", new LinkCodec()).addLast("dialler", new Dialler());
                    }
                })
                .connect(peer.host(), peer.linkPort())
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
        if (!reason.equals(lastFailure)) {
            lastFailure = reason;
            log.info("[link to node {} {}] not connected: {}", peer.node(), lane, reason);
        }
    }

    private final class Dialler extends SimpleChannelInboundHandler<LinkFrame> {
        private final byte[] nonce = LinkProof.nonce();
        private byte[] challenge = {};

        @Override
        public void channelActive(ChannelHandlerContext context) {
            channel = context.channel();
            if (closed) {
                context.close();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, LinkFrame frame) {
            switch (frame) {
                case LinkFrame.Challenge(byte[] given) -> {
                    challenge = given;
                    byte[] own = proof.ofDialler(config.node(), lane, given, nonce);
                    context.writeAndFlush(new LinkFrame.Hello(config.clusterName(), config.node(), lane, nonce, own));
                }
                case LinkFrame.Welcome(int node, byte[] given) -> welcome(context, node, given);
                case LinkFrame.Outcomes outcomes -> receiver.onBatchReply(peer.node(), outcomes.reply());
                case LinkFrame.Refusal(String reason) -> {
                    failed(reason);
                    context.close();
                }
                default -> {
                    failed("unexpected " + frame.getClass().getSimpleName());
                    context.close();
                }
            }
        }

        private void welcome(ChannelHandlerContext context, int node, byte[] given) {
            if (node != peer.node() || !LinkProof.same(proof.ofDialled(node, challenge, nonce), given)) {
                failed("the other side is node " + node + " of another cluster");
                context.close();
                return;
            }
            queue = new FrameQueue(context.channel(), queueBytesMax);
            retryMillis = RETRY_MILLIS_MIN;
            lastFailure = "";
            log.info("[link to node {} {}] up", peer.node(), lane);
            receiver.onUp(peer.node(), lane);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            boolean wasUp = queue != null;
            queue = null;
            if (wasUp) {
                failed("connection ended");
                receiver.onDown(peer.node(), lane);
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
