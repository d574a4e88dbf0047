package dev.stationmaster.engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final Heartbeat heartbeat = new Heartbeat(Heartbeat.EVERY);
    private final Last last = new Last();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelHandlerContext context;

    /// Stands where the link's own handler does.
    private static final class Last extends ChannelInboundHandlerAdapter {
        @Nullable
        Throwable failure;

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure = cause;
        }
    }

    HeartbeatTest() {
        channel.freezeTime();
        channel.pipeline()
                .addLast("heartbeat", heartbeat)
                .addLast("codec", new LinkCodec())
                .addLast("last", last);
        context = channel.pipeline().context(heartbeat);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whoWasDialledExpectsNothingBeforeTheFirstPing() {
        pass(1_000);
        assertThat(last.failure).isNull();
    }

    @Test
    void silenceIsReportedAfterSixSeconds() {
        heartbeat.expect(context);
        pass(2);
        assertThat(last.failure).isNull();
        pass(1);
        assertThat(last.failure).isInstanceOf(SocketTimeoutException.class).hasMessage("nothing heard for 6000 ms");
    }

    @Test
    void aPauseOfThisProcessCountsAsOneLook() {
        heartbeat.expect(context);
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        pass(1);
        assertThat(last.failure).isNull();
    }

    @Test
    void partOfALargeFrameIsASign() {
        heartbeat.expect(context);
        channel.writeInbound(Unpooled.buffer().writeInt(1_000_000).writeByte(7));
        for (int at = 0; at < 10; at++) {
            pass(2);
            channel.writeInbound(Unpooled.buffer().writeByte(0));
        }
        assertThat(last.failure).isNull();
    }

    @Test
    void pingsGoOutAtOnceAndAtEachLook() {
        heartbeat.ask(context, new FrameQueue(channel, 1_000));
        assertThat(pings()).isEqualTo(1);
        pass(2);
        assertThat(pings()).isEqualTo(2);
    }

    @Test
    void aChallengeOfAnOlderVersionKnowsNoPings() {
        ByteBuf old =
                Unpooled.buffer().writeInt(1 + 4 + 2).writeByte(1).writeInt(2).writeShort(7);
        EmbeddedChannel peer = new EmbeddedChannel(new LinkCodec());
        peer.writeInbound(old);
        LinkFrame.Challenge challenge = peer.readInbound();
        assertThat(challenge.knowsPings()).isFalse();

        peer.writeOutbound(new LinkFrame.Challenge(new byte[2], LinkFrame.VERSION));
        peer.writeInbound((ByteBuf) peer.readOutbound());
        LinkFrame.Challenge own = peer.readInbound();
        assertThat(own.knowsPings()).isTrue();
        peer.finishAndReleaseAll();
    }

    private void pass(int looks) {
        for (int at = 0; at < looks; at++) {
            channel.advanceTimeBy(Heartbeat.EVERY.toNanos(), TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private int pings() {
        int pings = 0;
        ByteBuf sent = channel.readOutbound();
        while (sent != null) {
            assertThat(sent.readInt()).isEqualTo(1);
            assertThat(sent.readByte()).isEqualTo((byte) 16);
            sent.release();
            pings++;
            sent = channel.readOutbound();
        }
        return pings;
    }
}
