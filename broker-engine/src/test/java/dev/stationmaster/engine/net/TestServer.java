package dev.stationmaster.engine.net;

import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.router.SwitchBoard;
import dev.stationmaster.engine.session.SessionLimits;
import dev.stationmaster.engine.session.SessionListener;
import dev.stationmaster.engine.session.SessionRegistry;
import dev.stationmaster.engine.session.SessionServices;
import dev.stationmaster.engine.session.StallWatch;
import dev.stationmaster.engine.time.Ticker;
import dev.stationmaster.engine.time.WallClock;
import io.nats.client.Options;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The client-facing part of a broker, on free ports, without streams.
final class TestServer implements AutoCloseable {
    final SwitchBoard board = new SwitchBoard();
    final NodeCounters counters = new NodeCounters();
    final SessionRegistry registry = new SessionRegistry();
    final List<String> comings = new CopyOnWriteArrayList<>();
    final FakeStreams streams = new FakeStreams();
    final EventLoops loops = new EventLoops(2);
    final ClientServer server;

    TestServer() {
        this(Authenticator.open(), SessionLimits.ofPayload(1 << 20));
    }

    TestServer(Authenticator authenticator, SessionLimits limits) {
        this(authenticator, limits, Optional.empty());
    }

    /// @param tls of both listeners
    TestServer(Authenticator authenticator, SessionLimits limits, Optional<TlsSettings> tls) {
        SessionListener listener = new SessionListener() {
            @Override
            public void onConnected(ClientIdentity client) {
                comings.add("+" + client.name() + "/" + client.user());
            }

            @Override
            public void onDisconnected(ClientIdentity client) {
                comings.add("-" + client.name() + "/" + client.user());
            }
        };
        SessionServices services = new SessionServices(
                1,
                board,
                streams,
                authenticator,
                limits,
                counters,
                registry,
                listener,
                new StallWatch(),
                Ticker.system(),
                WallClock.system());
        server = new ClientServer(
                new ClientServer.Settings("127.0.0.1", 0, 0, "NTEST", "test-1", "", true, "", "", tls, tls),
                services,
                loops);
        server.bind();
        server.start();
    }

    Options.Builder options() {
        return Options.builder().server("nats://127.0.0.1:" + server.port()).maxReconnects(0);
    }

    RawClient raw() {
        return new RawClient(server.port());
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }

    /// Streams that capture nothing, and are congested when told.
    static final class FakeStreams implements StreamSink {
        volatile boolean congested;
        final List<Runnable> waiting = new CopyOnWriteArrayList<>();

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
        public void whenWritable(Runnable resume) {
            waiting.add(resume);
        }
    }
}
