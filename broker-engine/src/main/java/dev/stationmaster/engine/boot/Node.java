package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.auth.ClusterAccess;
import dev.stationmaster.engine.auth.PasswordCheck;
import dev.stationmaster.engine.link.RouteCluster;
import dev.stationmaster.engine.link.RouteSettings;
import dev.stationmaster.engine.meta.MetaDirectory;
import dev.stationmaster.engine.monitor.NodeReport;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.NoStreams;
import dev.stationmaster.engine.router.SwitchBoard;
import dev.stationmaster.engine.session.SessionLimits;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One broker node, put together. Started and closed by one thread.
///
/// Start: groups (files, Raft) → link → the meta group has a leader and its users are here → clients. Close is the
/// reverse: clients are sent away, what is under way is finished, leaderships are handed over, checkpoints are written.
final class Node implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    /// Exit code of a node that cannot trust one of its replicas any more.
    private static final int BROKEN_EXIT_CODE = 71;

    private final NodeConfig config;
    private final MetaDirectory directory;
    private final String serverId;
    private final NodeParts parts;
    private final Optional<RouteSettings> routes;
    private final Steps started = new Steps();
    private final ClientPart clients;
    private @Nullable RouteCluster cluster;

    private Node(
            NodeConfig config,
            MetaDirectory directory,
            Authenticator authenticator,
            ClientTerms terms,
            Optional<RouteSettings> routes) {
        this.config = config;
        this.directory = directory;
        this.serverId = config.isBare() ? ServerId.next() : config.serverName();
        this.parts = new NodeParts(
                terms,
                new SwitchBoard(),
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name("node-timer").factory(),
                        new ThreadPoolExecutor.DiscardPolicy()),
                new LeafPart(terms));
        this.routes = routes;
        this.clients = new ClientPart(config, authenticator, serverId, parts, started);
    }

    /// A node of a cluster: users come from the metadata.
    static Node ofCluster(NodeConfig config) {
        MetaDirectory directory = new MetaDirectory();
        PasswordCheck passwords = new PasswordCheck();
        Authenticator access = new ClusterAccess(config.access(), directory::user, passwords);
        Node node = new Node(
                config,
                directory,
                access,
                ClientTerms.of(SessionLimits.ofPayload(config.maxPayload())),
                Optional.empty());
        node.started.add("password check", passwords);
        return node;
    }

    /// A broker by itself.
    static Node bare(NodeConfig config, Authenticator authenticator, ClientTerms terms) {
        return new Node(config, new MetaDirectory(), authenticator, terms, Optional.empty());
    }

    /// A broker that forms a cluster with those that its routes lead to.
    ///
    /// @param config of this broker alone
    static Node routed(NodeConfig config, Authenticator authenticator, ClientTerms terms, RouteSettings routes) {
        return new Node(config, new MetaDirectory(), authenticator, terms, Optional.of(routes));
    }

    void start() throws Exception {
        try {
            if (routes.isPresent()) {
                startRouted(routes.get());
            } else if (parts.terms().jetstream()) {
                startFixed();
            } else {
                clients.start(new NoStreams(), Optional.empty(), NodeReport.silent(), "");
                clients.serve();
            }
        } catch (Exception failure) {
            close();
            throw failure;
        }
    }

    private void startFixed() throws InterruptedException {
        boolean several = config.members().size() > 1;
        StreamPart streams = openStreams(config, Optional.empty(), started);
        clients.start(streams.sink(), streams.roster(), streams.report(), several ? config.clusterName() : "");
        if (several) {
            clients.announceMembers();
        }
        streams.awaitCluster();
        clients.serve();
    }

    /// Clients are served at once; with JetStream, streams follow as soon as the cluster is formed.
    private void startRouted(RouteSettings settings) throws Exception {
        Steps late = new Steps();
        RoutedPart part = new RoutedPart(config, settings, parts, serverId, clients);
        RouteCluster joined = part.cluster();
        clients.start(part.streams(), Optional.empty(), part.streams(), joined.name());
        started.addBelow("streams", late);
        started.addBelow("link", joined);
        cluster = joined;
        part.start(member -> openStreams(member, Optional.of(joined), late));
        clients.serve();
    }

    private StreamPart openStreams(NodeConfig config, Optional<RouteCluster> routes, Steps started)
            throws InterruptedException {
        return StreamPart.open(config, directory, parts, clients::figures, routes, started);
    }

    /// Sends clients elsewhere, begins after the terms' grace and runs `done` when all are gone. Returns at once.
    void lameDuck(Runnable done) {
        clients.lameDuck(done);
    }

    int clientPort() {
        return clients.port();
    }

    int webSocketPort() {
        return clients.webSocketPort();
    }

    int monitorPort() {
        return clients.monitorPort();
    }

    /// -1 when leaf connections are not accepted.
    int leafPort() {
        return parts.leafs().port();
    }

    /// -1 without routes.
    int routePort() {
        RouteCluster joined = cluster;
        return joined == null ? -1 : joined.port();
    }

    @Override
    public void close() {
        parts.timer().shutdownNow();
        started.close();
    }

    /// A replica stopped by itself: the process ends with a code of its own, and the supervisor starts it again.
    static void endBroken(GroupId group, String why) {
        log.error("[{}] this replica stopped, ending the node: {}", group, why);
        Thread.ofPlatform().name("broken").start(() -> System.exit(BROKEN_EXIT_CODE));
    }
}
