package dev.stationmaster.engine.leaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.auth.SubjectSpace;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.net.EventLoops;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.router.SwitchBoard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A leaf that has dialled this broker and has joined.
class LeafSessionTest {
    private final EventLoops loops = new EventLoops(1);
    private final BusyStreams streams = new BusyStreams();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void join() {
        LeafSettings.Listen listen = new LeafSettings.Listen("127.0.0.1", 0, List.of());
        Leafs leafs = new Leafs(
                new LeafSettings(Optional.of(listen), List.of(), Duration.ofSeconds(1)),
                new Leafs.Identity(1, "ID", "here", "", false, 1 << 20),
                new SwitchBoard(),
                Authenticator.open(),
                account -> Optional.of(SubjectSpace.ALONE),
                space -> Set.of(),
                streams,
                loops);
        channel.freezeTime();
        channel.pipeline().addLast("leaf", new AcceptedLeaf(leafs, leafs.takeNumber(), listen, 7422));
        channel.pipeline().fireChannelActive();
        say("CONNECT {\"name\":\"there\"}\r\n");
        assertThat(heard()).contains("INFO").contains("remote_account");
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        loops.close();
    }

    @Test
    void whoDoesNotAnswerTwoPingsIsGone() {
        pass(2);
        assertThat(heard()).isEqualTo("PING\r\nPING\r\n");
        assertThat(channel.isActive()).isTrue();
        pass(1);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void whoAnswersStays() {
        for (int at = 0; at < 10; at++) {
            pass(1);
            say("PONG\r\n");
        }
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void whoSaysSomethingElseIsThereToo() {
        for (int at = 0; at < 10; at++) {
            pass(2);
            say("LMSG a 1\r\n");
            pass(1);
            say("x\r\n");
        }
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void whoIsNotReadFromIsNotTakenForSilent() {
        streams.congested = true;
        say("LS+ a\r\n");
        pass(10);
        assertThat(channel.isActive()).isTrue();
        streams.resume.run();
        pass(3);
        assertThat(channel.isActive()).isFalse();
    }

    private void say(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        channel.runPendingTasks();
    }

    private void pass(int intervals) {
        for (int at = 0; at < intervals; at++) {
            channel.advanceTimeBy(LeafSession.PING_SECONDS, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
        }
    }

    private String heard() {
        StringBuilder text = new StringBuilder();
        ByteBuf sent = channel.readOutbound();
        while (sent != null) {
            text.append(sent.toString(StandardCharsets.UTF_8));
            sent.release();
            sent = channel.readOutbound();
        }
        return text.toString();
    }

    private static final class BusyStreams implements StreamSink {
        boolean congested;
        Runnable resume = () -> {};

        @Override
        public boolean captures(String subject) {
            return false;
        }

        @Override
        public boolean offer(Message message, ClientIdentity from) {
            return false;
        }

        @Override
        public boolean congested() {
            return congested;
        }

        @Override
        public void whenWritable(Runnable then) {
            resume = then;
        }
    }
}
