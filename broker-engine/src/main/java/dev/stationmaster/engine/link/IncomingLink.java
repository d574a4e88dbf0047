package dev.stationmaster.engine.link;

import dev.stationmaster.engine.NodeConfig;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection that another node dialled: first it proves who it is, within [#PROOF_SECONDS_MAX], then its frames go
/// to the receiver. Confined to the connection's event loop.
final class IncomingLink extends SimpleChannelInboundHandler<LinkFrame> {
    private static final Logger log = LoggerFactory.getLogger(IncomingLink.class);
    private static final int PROOF_SECONDS_MAX = 5;
    private static final long REPLY_BYTES_MAX = 256L << 20;

    private final NodeConfig config;
    private final LinkProof proof;
    private final LinkReceiver receiver;
    private final byte[] challenge = LinkProof.nonce();
    private final Map<String, IncomingLink> current;
    private final FrameQueue back;
    private int node;
    private LinkFrame.Lane lane = LinkFrame.Lane.CORE;

    /// @param current the connection that counts, by node and lane; shared by all connections of the event loop
    IncomingLink(NodeConfig config, LinkReceiver receiver, Map<String, IncomingLink> current, Channel channel) {
        this.config = config;
        this.current = current;
        this.back = new FrameQueue(channel, REPLY_BYTES_MAX);
        this.proof = new LinkProof(config.clusterName(), config.secret());
        this.receiver = receiver;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(new LinkFrame.Challenge(challenge));
        context.executor()
                .schedule(
                        () -> {
                            if (node == 0) {
                                refuse(context, "no proof within " + PROOF_SECONDS_MAX + " s");
                            }
                        },
                        PROOF_SECONDS_MAX,
                        TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, LinkFrame frame) {
        if (node == 0) {
            if (frame instanceof LinkFrame.Hello hello) {
                greet(context, hello);
            } else {
                refuse(context, "a proof was expected, not " + frame.getClass().getSimpleName());
            }
            return;
        }
        switch (frame) {
            case LinkFrame.Interest interest -> receiver.onInterest(node, interest);
            case LinkFrame.Core core -> receiver.onCore(node, core);
            case LinkFrame.Commands(var batch) -> {
                FrameQueue replies = back;
                receiver.onBatch(
                        node, batch, reply -> replies.offer(new LinkFrame.Outcomes(reply), reply.encodedLength()));
            }
            case LinkFrame.Request(var group, var request) -> receiver.onRequest(node, group, request);
            case LinkFrame.Hint hint -> receiver.onHint(node, hint);
            case LinkFrame.Applied(long index) -> receiver.onApplied(node, index);
            default -> refuse(context, "unexpected " + frame.getClass().getSimpleName());
        }
    }

    private void greet(ChannelHandlerContext context, LinkFrame.Hello hello) {
        boolean member = config.members().stream().anyMatch(known -> known.node() == hello.node());
        byte[] expected = proof.ofDialler(hello.node(), hello.lane(), challenge, hello.nonce());
        if (!member
                || hello.node() == config.node()
                || !hello.cluster().equals(config.clusterName())
                || !LinkProof.same(expected, hello.proof())) {
            refuse(context, "node " + hello.node() + " of cluster " + hello.cluster() + " is not one of this cluster");
            return;
        }
        node = hello.node();
        lane = hello.lane();
        current.put(lane + "-" + node, this);
        byte[] own = proof.ofDialled(config.node(), challenge, hello.nonce());
        context.writeAndFlush(new LinkFrame.Welcome(config.node(), own));
    }

    private void refuse(ChannelHandlerContext context, String reason) {
        log.warn("[link from {}] refused: {}", context.channel().remoteAddress(), reason);
        context.writeAndFlush(new LinkFrame.Refusal(reason)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (node != 0 && current.remove(lane + "-" + node, this)) {
            receiver.onSilent(node, lane);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.warn("[link from {}] closed: {}", context.channel().remoteAddress(), cause.getMessage());
        context.close();
    }
}
