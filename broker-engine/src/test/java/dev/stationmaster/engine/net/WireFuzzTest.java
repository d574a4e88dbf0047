package dev.stationmaster.engine.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.fuzz.Complaints;
import dev.stationmaster.engine.fuzz.Frames;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.protocol.ServerInfo;
import dev.stationmaster.engine.router.NoStreams;
import dev.stationmaster.engine.router.SwitchBoard;
import dev.stationmaster.engine.session.ClosedReason;
import dev.stationmaster.engine.session.Session;
import dev.stationmaster.engine.session.SessionLimits;
import dev.stationmaster.engine.session.SessionListener;
import dev.stationmaster.engine.session.SessionRegistry;
import dev.stationmaster.engine.session.SessionServices;
import dev.stationmaster.engine.session.StallWatch;
import dev.stationmaster.engine.session.Transport;
import dev.stationmaster.engine.time.Ticker;
import dev.stationmaster.engine.time.WallClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A million spoilt operations against sessions, without sockets: nothing fails, nothing is left behind.
/// `-Dstationmaster.seed=N` sets the seed.
class WireFuzzTest {
    private static final int OPERATIONS = 1_000_000;
    private static final int CONVERSATION = 20;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final SwitchBoard board = new SwitchBoard();
    private final NodeCounters counters = new NodeCounters();
    private final SessionRegistry registry = new SessionRegistry();
    private final SessionServices services = new SessionServices(
            1,
            board,
            new NoStreams(),
            Authenticator.open(),
            SessionLimits.ofPayload(1 << 20),
            counters,
            registry,
            new Nobody(),
            new StallWatch(),
            Ticker.system(),
            WallClock.system());

    @Test
    @Timeout(180)
    void aMillionSpoiltOperationsLeaveNothingBehind() {
        long seed = Long.getLong("stationmaster.seed", 20261123);
        Random random = new Random(seed);
        Frames frames = new Frames(random);
        long before = memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
        long refused = 0;
        try (Complaints complaints = new Complaints()) {
            for (int done = 0; done < OPERATIONS; done += CONVERSATION) {
                refused += converse(random, frames);
                assertThat(registry.sessions())
                        .as("seed %d, operation %d", seed, done)
                        .isEmpty();
                assertThat(complaints.heard())
                        .as("seed %d, operation %d", seed, done)
                        .isEmpty();
            }
        }
        assertThat(board.subscriptionCount()).isZero();
        assertThat(counters.connections()).isZero();
        assertThat(memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory())
                .isEqualTo(before);
        System.out.printf(
                "%,d spoilt operations in conversations of %d, %,d conversations ended by the server, seed %d%n",
                OPERATIONS, CONVERSATION, refused, seed);
    }

    /// Each operation after an error is lost on that connection, so the rest of them goes to the next.
    private int converse(Random random, Frames frames) {
        int refused = 0;
        int left = CONVERSATION;
        while (left > 0) {
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.config().setAllocator(memory);
            channel.pipeline().addLast(new SessionHandler(new Session(services, new Wire(channel))));
            send(channel, random, frames.conversation(0));
            while (left > 0 && channel.isOpen()) {
                send(channel, random, frames.operation());
                left--;
            }
            refused += channel.isOpen() ? 0 : 1;
            channel.checkException();
            channel.close();
            channel.runPendingTasks();
            channel.releaseOutbound();
        }
        return refused;
    }

    /// In one piece or in several.
    private void send(EmbeddedChannel channel, Random random, byte[] bytes) {
        int from = 0;
        while (from < bytes.length && channel.isOpen()) {
            int length = random.nextInt(3) == 0 ? 1 + random.nextInt(bytes.length - from) : bytes.length - from;
            ByteBuf part = memory.buffer(length).writeBytes(bytes, from, length);
            channel.writeInbound(part);
            channel.runPendingTasks();
            from += length;
        }
        channel.releaseOutbound();
    }

    /// Closes at once, so that the next operation meets a living session.
    private record Wire(Channel channel) implements Transport {
        @Override
        public String kind() {
            return "nats";
        }

        @Override
        public String clientAddress() {
            return "127.0.0.1";
        }

        @Override
        public int clientPort() {
            return 1;
        }

        @Override
        public ServerInfo info() {
            return new ServerInfo(
                    "NTEST",
                    "test",
                    "2.10.7",
                    "127.0.0.1",
                    4222,
                    1 << 20,
                    false,
                    false,
                    false,
                    false,
                    true,
                    "",
                    "",
                    List.of(),
                    List.of(),
                    false);
        }

        @Override
        public void finish(ClosedReason reason) {
            channel.close();
        }
    }

    private static final class Nobody implements SessionListener {
        @Override
        public void onConnected(ClientIdentity client) {}

        @Override
        public void onDisconnected(ClientIdentity client) {}
    }
}
