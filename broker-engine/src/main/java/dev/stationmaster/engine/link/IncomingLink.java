package dev.stationmaster.engine.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
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

    private final Membership members;
    private final LinkReceiver receiver;
    private final byte[] challenge = LinkProof.nonce();
    private final Map<String, IncomingLink> current;
    private final Channel channel;
    private final FrameQueue back;
    private final Refusals refusals;
    private final Heartbeat heartbeat;
    /// Of the other node, 0 before its proof.
    private int slot;

    /// Taken, or refused: it has had its answer.
    private boolean answered;

    /// The other node has dialled again: what is still in this connection is old.
    private boolean superseded;

    private LinkFrame.Lane lane = LinkFrame.Lane.CORE;

    /// @param current the connection that counts, by node and lane; like `refusals` shared by all connections of the
    ///     event loop
    IncomingLink(
            Membership members,
            LinkReceiver receiver,
            Map<String, IncomingLink> current,
            Refusals refusals,
            Heartbeat heartbeat,
            Channel channel) {
        this.members = members;
        this.current = current;
        this.refusals = refusals;
        this.heartbeat = heartbeat;
        this.channel = channel;
        this.back = new FrameQueue(channel, REPLY_BYTES_MAX);
        this.receiver = receiver;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(new LinkFrame.Challenge(challenge, LinkFrame.VERSION));
        context.executor()
                .schedule(
                        () -> {
                            if (!answered && context.channel().isActive()) {
                                refuse(context, "no proof within " + PROOF_SECONDS_MAX + " s");
                            }
                        },
                        PROOF_SECONDS_MAX,
                        TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, LinkFrame frame) {
        if (slot == 0) {
            greet(context, frame);
            return;
        }
        if (superseded) {
            return;
        }
        switch (frame) {
            case LinkFrame.Interest interest -> receiver.onInterest(slot, interest);
            case LinkFrame.Core core -> receiver.onCore(slot, core);
            case LinkFrame.Commands(var batch) -> {
                FrameQueue replies = back;
                receiver.onBatch(
                        slot, batch, reply -> replies.offer(new LinkFrame.Outcomes(reply), reply.encodedLength()));
            }
            case LinkFrame.Request(var group, var request) -> receiver.onRequest(slot, group, request);
            case LinkFrame.Hint hint -> receiver.onHint(slot, hint);
            case LinkFrame.Applied(long index) -> receiver.onApplied(slot, index);
            case LinkFrame.Ping() -> {
                heartbeat.expect(context);
                context.writeAndFlush(new LinkFrame.Pong());
            }
            case LinkFrame.News news -> members.onNews(slot, news);
            default -> refuse(context, "unexpected " + frame.getClass().getSimpleName());
        }
    }

    private void greet(ChannelHandlerContext context, LinkFrame hello) {
        String host = context.channel().remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
        Membership.Admission admission = members.admit(hello, challenge, host);
        answered = true;
        if (!admission.refusal().isEmpty()) {
            if (!admission.later()) {
                warn(context, admission.refusal());
            }
            close(context, admission.refusal());
            return;
        }
        context.writeAndFlush(admission.answer());
        if (admission.slot() == 0) {
            return;
        }
        slot = admission.slot();
        lane = admission.lane();
        IncomingLink before = current.put(lane + "-" + slot, this);
        if (before != null) {
            before.supersede();
        }
        receiver.onHeard(slot, lane);
        members.onTheirLink(slot, lane, true);
    }

    private void supersede() {
        superseded = true;
        channel.close();
    }

    private void refuse(ChannelHandlerContext context, String reason) {
        warn(context, reason);
        close(context, reason);
    }

    private void warn(ChannelHandlerContext context, String reason) {
        if (refusals.isNews(reason)) {
            log.warn("[link from {}] refused: {}", context.channel().remoteAddress(), reason);
        }
    }

    private static void close(ChannelHandlerContext context, String reason) {
        context.writeAndFlush(new LinkFrame.Refusal(reason)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (slot != 0 && current.remove(lane + "-" + slot, this)) {
            receiver.onSilent(slot, lane);
            members.onTheirLink(slot, lane, false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.warn("[link from {}] closed: {}", context.channel().remoteAddress(), cause.getMessage());
        context.close();
    }
}
