package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.monitor.MonitorServer;
import dev.stationmaster.engine.monitor.MonitorSources;
import dev.stationmaster.engine.monitor.NodeReport;
import dev.stationmaster.engine.net.ClientServer;
import dev.stationmaster.engine.net.EventLoops;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.session.SessionRegistry;
import dev.stationmaster.engine.session.SessionServices;
import dev.stationmaster.engine.session.StallWatch;
import dev.stationmaster.engine.stationapi.ClientRoster;
import dev.stationmaster.engine.time.Ticker;
import dev.stationmaster.engine.time.WallClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node has towards its clients: their ports, their sessions, monitoring, leaf connections. Ports are claimed
/// by [#start]; clients wait until [#serve].
final class ClientPart {
    private static final Logger log = LoggerFactory.getLogger(ClientPart.class);

    private static final long LOOK_MILLIS = 10;

    private final NodeConfig config;
    private final Authenticator authenticator;
    private final String serverId;
    private final NodeParts parts;
    private final ClientTerms terms;
    private final Steps started;
    private final NodeCounters counters = new NodeCounters();
    private final SessionRegistry sessions = new SessionRegistry();
    private @Nullable Claimed claimed;
    private @Nullable MonitorServer monitor;
    private volatile boolean serving;

    /// What there is when ports are claimed.
    private record Claimed(ClientServer server, EventLoops loops, StreamSink streams) {}

    ClientPart(NodeConfig config, Authenticator authenticator, String serverId, NodeParts parts, Steps started) {
        this.config = config;
        this.authenticator = authenticator;
        this.serverId = serverId;
        this.parts = parts;
        this.terms = parts.terms();
        this.started = started;
    }

    /// Claims the ports; clients wait until [#serve].
    void start(StreamSink streams, Optional<ClientRoster> roster, NodeReport report, String clusterName) {
        EventLoops loops = new EventLoops(EventLoops.THREADS);
        started.add("event loops", loops);
        ClientServer server = new ClientServer(settings(clusterName), services(streams, roster), loops);
        server.bind();
        claimed = new Claimed(server, loops, streams);
        started.add("clients", server);
        startMonitor(loops, report, clusterName);
    }

    private ClientServer.Settings settings(String clusterName) {
        return new ClientServer.Settings(
                config.host(),
                config.ports().client(),
                config.ports().websocket(),
                serverId,
                config.serverName(),
                clusterName,
                terms.jetstream(),
                terms.domain(),
                terms.advertise(),
                terms.tls(),
                terms.webSocketTls());
    }

    private SessionServices services(StreamSink streams, Optional<ClientRoster> roster) {
        return new SessionServices(
                config.node(),
                parts.board(),
                streams,
                authenticator,
                terms.limits(),
                counters,
                sessions,
                new ClientEvents(roster),
                new StallWatch(),
                Ticker.system(),
                WallClock.system());
    }

    private void startMonitor(EventLoops loops, NodeReport report, String clusterName) {
        NodeConfig.Ports ports = config.ports();
        if (ports.monitor() < 0) {
            return;
        }
        MonitorServer server = new MonitorServer(
                new MonitorSources(
                        new MonitorSources.Identity(
                                serverId,
                                config.serverName(),
                                config.host(),
                                ports.client(),
                                ports.websocket(),
                                ports.monitor(),
                                clusterName,
                                ports.cluster(),
                                config.members().size() - 1),
                        terms.limits(),
                        counters,
                        sessions,
                        parts.board(),
                        report,
                        () -> serving,
                        authenticator.required(),
                        Instant.now()),
                loops);
        server.start(config.host(), ports.monitor());
        monitor = server;
        started.add("monitoring", server);
    }

    /// Tells clients of the fixed members of a cluster.
    void announceMembers() {
        announce(config.clusterName(), addresses(true), addresses(false));
    }

    private List<String> addresses(boolean own) {
        return config.members().stream()
                .filter(member -> (member.node() == config.node()) == own)
                .map(member -> member.host() + ":" + member.clientPort())
                .toList();
    }

    /// Tells clients where else they may connect.
    ///
    /// @param own addresses of this node
    /// @param others those of the other ones
    void announce(String clusterName, List<String> own, List<String> others) {
        Claimed open = claimed;
        if (open != null) {
            open.server().announce(clusterName, own, others);
        }
    }

    /// Clients are taken from now on, those of leaf connections too.
    void serve() throws InterruptedException {
        Claimed open = claimed;
        if (open == null) {
            throw new IllegalStateException("the ports of clients are not claimed yet");
        }
        parts.leafs().start(config, serverId, parts.board(), authenticator, open.streams(), open.loops(), started);
        open.server().start();
        serving = true;
    }

    /// Sends clients elsewhere, begins after the terms' grace and runs `done` when all are gone. Returns at once.
    void lameDuck(Runnable done) {
        Claimed open = claimed;
        if (open == null) {
            done.run();
            return;
        }
        log.info("sending clients elsewhere within {}", terms.lameDuckDuration());
        open.server().lameDuck(terms.lameDuckGrace(), terms.lameDuckDuration());
        parts.timer()
                .scheduleWithFixedDelay(
                        () -> {
                            if (sessions.sessions().isEmpty()) {
                                done.run();
                            }
                        },
                        LOOK_MILLIS,
                        LOOK_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /// -1 before [#start].
    int port() {
        Claimed open = claimed;
        return open == null ? -1 : open.server().port();
    }

    /// -1 when not served.
    int webSocketPort() {
        Claimed open = claimed;
        return open == null ? -1 : open.server().webSocketPort();
    }

    /// -1 when not served.
    int monitorPort() {
        MonitorServer open = monitor;
        return open == null ? -1 : open.port();
    }

    /// Figures of this node's clients, by their JSON names.
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("connections", counters.connections());
        figures.put("subscriptions", parts.board().subscriptionCount());
        figures.put("slowConsumers", counters.slowConsumers());
        figures.put("inMsgs", counters.inMessages());
        figures.put("outMsgs", counters.outMessages());
        figures.put("inBytes", counters.inBytes());
        figures.put("outBytes", counters.outBytes());
        return figures;
    }
}
