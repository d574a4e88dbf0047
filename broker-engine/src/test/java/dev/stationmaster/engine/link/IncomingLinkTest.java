package dev.stationmaster.engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.link.LinkFrame.Lane;
import dev.stationmaster.engine.partition.Batch;
import dev.stationmaster.engine.partition.BatchReply;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.replication.GroupId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class IncomingLinkTest {
    private final Map<String, IncomingLink> current = new HashMap<>();
    private final Heard heard = new Heard();

    @Test
    void aPingIsAnswered() {
        EmbeddedChannel link = joined();
        link.writeInbound(new LinkFrame.Ping());
        LinkFrame answer = link.readOutbound();
        assertThat(answer).isEqualTo(new LinkFrame.Pong());
        link.finishAndReleaseAll();
    }

    @Test
    void whatIsLeftInAConnectionBeforeTheNewOneIsNotHeard() {
        EmbeddedChannel before = joined();
        before.writeInbound(new LinkFrame.Applied(1));
        EmbeddedChannel now = joined();
        assertThat(before.isActive()).isFalse();
        before.pipeline().fireChannelRead(new LinkFrame.Applied(2));
        now.writeInbound(new LinkFrame.Applied(3));
        assertThat(heard.words).containsExactly("up", "applied 1", "up", "applied 3");
        now.close();
        assertThat(heard.words).endsWith("silent");
        now.finishAndReleaseAll();
    }

    private EmbeddedChannel joined() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline()
                .addLast(
                        "incoming",
                        new IncomingLink(
                                new Everybody(),
                                heard,
                                current,
                                new Refusals(),
                                new Heartbeat(Heartbeat.EVERY),
                                channel));
        channel.writeInbound(new LinkFrame.Hello("c", 2, Lane.LOG, new byte[0], new byte[0]));
        LinkFrame welcome = channel.readOutbound();
        assertThat(welcome).isInstanceOf(LinkFrame.Welcome.class);
        return channel;
    }

    private static final class Everybody implements Membership {
        @Override
        public void start(Links links, int port) {}

        @Override
        public Admission admit(LinkFrame hello, byte[] challenge, String remoteHost) {
            return Admission.taken(2, Lane.LOG, new LinkFrame.Welcome(1, new byte[0]));
        }

        @Override
        public int node(int slot) {
            return slot;
        }

        @Override
        public int slot(int node) {
            return node;
        }
    }

    private static final class Heard implements LinkReceiver {
        final List<String> words = new ArrayList<>();

        @Override
        public void onApplied(int node, long metaIndex) {
            words.add("applied " + metaIndex);
        }

        @Override
        public void onHeard(int node, Lane lane) {
            words.add("up");
        }

        @Override
        public void onSilent(int node, Lane lane) {
            words.add("silent");
        }

        @Override
        public void onInterest(int node, LinkFrame.Interest interest) {}

        @Override
        public void onCore(int node, LinkFrame.Core core) {}

        @Override
        public void onBatch(int node, Batch batch, Consumer<BatchReply> reply) {}

        @Override
        public void onBatchReply(int node, BatchReply reply) {}

        @Override
        public void onRequest(int node, GroupId group, GroupRequest request) {}

        @Override
        public void onHint(int node, LinkFrame.Hint hint) {}

        @Override
        public void onUp(int node, Lane lane) {}

        @Override
        public void onDown(int node, Lane lane) {}
    }
}
