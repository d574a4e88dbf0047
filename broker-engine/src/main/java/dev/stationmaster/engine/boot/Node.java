package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.account.AccountRouter;
import dev.stationmaster.engine.account.AccountSink;
import dev.stationmaster.engine.account.AccountUsage;
import dev.stationmaster.engine.account.AllStreams;
import dev.stationmaster.engine.auth.Authenticator;
import dev.stationmaster.engine.auth.ClusterAccess;
import dev.stationmaster.engine.auth.PasswordCheck;
import dev.stationmaster.engine.auth.SubjectSpaces.Home;
import dev.stationmaster.engine.deadletter.DeadLetterOffice;
import dev.stationmaster.engine.delivery.ClusterFacts;
import dev.stationmaster.engine.delivery.LeaderDesk;
import dev.stationmaster.engine.ingest.Ingest;
import dev.stationmaster.engine.jsapi.ApiAudit;
import dev.stationmaster.engine.jsapi.ApiFront;
import dev.stationmaster.engine.jsapi.Events;
import dev.stationmaster.engine.jsapi.Inquiries;
import dev.stationmaster.engine.jsapi.LeaderSubjects;
import dev.stationmaster.engine.jsapi.NoJetStream;
import dev.stationmaster.engine.jsapi.Restores;
import dev.stationmaster.engine.jsapi.StreamRestorer;
import dev.stationmaster.engine.link.AppliedWatch;
import dev.stationmaster.engine.link.Links;
import dev.stationmaster.engine.link.RouteCluster;
import dev.stationmaster.engine.link.RouteSettings;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.LeaderBalancer;
import dev.stationmaster.engine.meta.MetaDirectory;
import dev.stationmaster.engine.meta.MetaMachine;
import dev.stationmaster.engine.meta.NameChanges;
import dev.stationmaster.engine.meta.NameRepair;
import dev.stationmaster.engine.meta.Placement;
import dev.stationmaster.engine.meta.RowSweep;
import dev.stationmaster.engine.meta.UserCopier;
import dev.stationmaster.engine.metrics.NodeCounters;
import dev.stationmaster.engine.monitor.MonitorServer;
import dev.stationmaster.engine.monitor.MonitorSources;
import dev.stationmaster.engine.monitor.NodeReport;
import dev.stationmaster.engine.net.ClientServer;
import dev.stationmaster.engine.net.EventLoops;
import dev.stationmaster.engine.nodeapi.GroupReport;
import dev.stationmaster.engine.nodeapi.NodeApi;
import dev.stationmaster.engine.partition.DataMachine;
import dev.stationmaster.engine.partition.GroupMachine;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.partition.MachineContext;
import dev.stationmaster.engine.partition.NodeGroups;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.NoStreams;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.router.SwitchBoard;
import dev.stationmaster.engine.session.SessionLimits;
import dev.stationmaster.engine.session.SessionRegistry;
import dev.stationmaster.engine.session.SessionServices;
import dev.stationmaster.engine.session.StallWatch;
import dev.stationmaster.engine.stationapi.ClientRoster;
import dev.stationmaster.engine.stationapi.StationApi;
import dev.stationmaster.engine.time.Ticker;
import dev.stationmaster.engine.time.WallClock;
import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One broker node, put together. Started and closed by one thread.
///
/// Start: groups (files, Raft) → link → the meta group has a leader and its users are here → clients. Close is the
/// reverse: clients are sent away, what is under way is finished, leaderships are handed over, checkpoints are written.
final class Node implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    /// How long a starting node waits for the cluster before it takes clients anyway.
    private static final Duration CLUSTER_WAIT_MAX = Duration.ofSeconds(20);

    private static final long LOOK_MILLIS = 10;

    /// Exit code of a node that cannot trust one of its replicas any more.
    private static final int BROKEN_EXIT_CODE = 71;

    private final NodeConfig config;
    private final Authenticator authenticator;
    private final ClientTerms terms;
    private final String serverId;
    private final MetaDirectory directory;
    private final NodeCounters counters = new NodeCounters();
    private final SwitchBoard board = new SwitchBoard();
    private final SessionRegistry sessions = new SessionRegistry();
    /// What is scheduled while the node closes is dropped.
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("node-timer").factory(), new ThreadPoolExecutor.DiscardPolicy());
    private final List<AccountRooms> accounts = new ArrayList<>();
    private final Steps started = new Steps();
    private final Optional<RouteSettings> routes;
    private final LeafPart leafs;
    private @Nullable LeafStart leafStart;
    private @Nullable MetaMachine metaMachine;
    private @Nullable ClientServer clients;
    private @Nullable MonitorServer monitor;
    private @Nullable RouteCluster cluster;
    private volatile boolean serving;

    Node(
            NodeConfig config,
            MetaDirectory directory,
            Authenticator authenticator,
            ClientTerms terms,
            Optional<RouteSettings> routes) {
        this.config = config;
        this.routes = routes;
        this.directory = directory;
        this.authenticator = authenticator;
        this.terms = terms;
        this.leafs = new LeafPart(terms);
        this.serverId = config.isBare() ? ServerId.next() : config.serverName();
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
            } else if (terms.jetstream()) {
                startFixed();
            } else {
                startClients(new NoStreams(), Optional.empty(), NodeReport.silent(), "");
                serveClients();
            }
        } catch (Exception failure) {
            close();
            throw failure;
        }
    }

    private void startFixed() throws Exception {
        AppliedWatch applied = new AppliedWatch(config.node());
        GroupsRef groups = new GroupsRef();
        Links links = new Links(config, groups::get, board, applied);
        boolean several = config.members().size() > 1;
        Rooms rooms = openRooms(config, links, groups, applied, GroupReport::numbered, started, () -> {
            if (several) {
                links.start();
                started.add("link", links);
            }
        });
        startClients(rooms.sink(), rooms.roster(), rooms.report(), several ? config.clusterName() : "");
        if (several) {
            announceMembers();
        }
        awaitCluster(rooms.host());
        serveClients();
    }

    /// Clients are served at once; with JetStream, streams follow as soon as the cluster is formed.
    private void startRouted(RouteSettings settings) throws Exception {
        Steps late = new Steps();
        RoutedPart part = new RoutedPart(config, settings, terms, serverId, board);
        startClients(
                part.streams(), Optional.empty(), part.streams(), part.cluster().name());
        started.addBelow("streams", late);
        started.addBelow("link", part.cluster());
        cluster = part.cluster();
        ClientServer server = clients;
        if (server != null) {
            part.start(server, member -> {
                AppliedWatch applied = new AppliedWatch(member.node());
                GroupsRef groups = new GroupsRef();
                Links links = part.cluster().links();
                Rooms rooms = openRooms(
                        member,
                        links,
                        groups,
                        applied,
                        part.cluster()::memberName,
                        late,
                        () -> links.join(member.node(), groups::get, applied));
                return new RoutedPart.Streams(rooms.sink(), rooms.report());
            });
        }
        serveClients();
    }

    /// What leaf connections need of what is started before them.
    private record LeafStart(StreamSink streams, EventLoops loops) {}

    /// What there is when streams are.
    private record Rooms(StreamSink sink, NodeGroups host, Optional<ClientRoster> roster, GroupReport report) {}

    private interface LinkStart {
        void run() throws InterruptedException;
    }

    /// @param linkStart after the groups are open
    private Rooms openRooms(
            NodeConfig config,
            Links links,
            GroupsRef groups,
            AppliedWatch applied,
            IntFunction<String> names,
            Steps started,
            LinkStart linkStart)
            throws InterruptedException {
        Home owner = terms.homes().getFirst();
        Router home = AccountRouter.of(board, owner.space());
        AccountUsage usage = new AccountUsage(owner.limits());
        leafs.offer(owner.space().prefix(), directory);
        GroupLogs logs = config.isBare() ? GroupLogs.bare(config) : GroupLogs.ofCluster(config);
        Optional<MetadataStores> stores = config.metadata()
                .map(where -> MetadataStores.open(new MetadataConfig(where.jdbcUrl(), where.user(), where.password())));
        stores.ifPresent(open -> started.add("metadata", open));
        NameChanges[] changes = new NameChanges[1];
        NameRepair repair = new NameRepair(timer, this::metaMachine, () -> changes[0]);
        List<MetaMachine.Leading> duties = new ArrayList<>();
        duties.add(repair);
        stores.ifPresent(open -> {
            duties.add(new UserCopier(timer, () -> open, directory, () -> changes[0]));
            duties.add(new RowSweep(timer, open, Instant::now));
        });
        GroupMachine.Factory meta = (context, folder) -> metaMachine(context, links, leading(duties, home));
        DeadLetterOffice office =
                new DeadLetterOffice(directory, home, stores.map(MetadataStores::deadLetters), config.node());
        NodeGroups[] opened = new NodeGroups[1];
        ClusterFacts facts = config.members().size() == 1
                ? ClusterFacts.NONE
                : new NodeFacts(config.clusterName(), () -> opened[0], directory, names);
        NodeGroups host = new NodeGroups(
                config,
                logs,
                links,
                meta,
                DataMachine.factory(context -> new LeaderDesk(
                        context, home, office, config.node(), config.serverName(), terms.domain(), usage, facts)),
                Node::endBroken);
        opened[0] = host;
        groups.set(host);
        if (config.members().size() > 1) {
            duties.add(new LeaderBalancer(
                    timer,
                    host,
                    links::isUp,
                    config.node(),
                    (group, to) -> host.request(
                            group,
                            new GroupRequest(
                                    Message.of(LeaderSubjects.HAND_OVER + to, new byte[0]),
                                    ClientIdentity.ofNode(config.node()))),
                    Ticker.system()));
        }
        changes[0] = new NameChanges(
                new Placement(config.members().size(), host.groups()),
                (command, handler) -> host.proposeRaw(GroupId.META, command, handler),
                host,
                applied);
        Ingest ingest = new Ingest(directory, host, home, terms.domain(), usage);
        board.join(owner.space().prefix(), new AccountSink(owner.space(), ingest));
        board.join(links);
        Inquiries inquiries = new Inquiries(home, host, config.node());
        Events events = new Events(home, config.node(), () -> System.currentTimeMillis() * 1_000_000, terms.domain());
        new ApiFront(
                        home,
                        directory,
                        changes[0],
                        host,
                        inquiries,
                        new Restores(
                                home,
                                directory,
                                new StreamRestorer(home, changes[0], host, inquiries, events),
                                config.directory().resolve("restore")),
                        new ApiAudit(home, events, config.serverName()),
                        config.members().size() > 1,
                        owner.limits(),
                        terms.room(),
                        terms.domain())
                .serve(home);
        terms.apart().forEach(prefix -> NoJetStream.serve(board, prefix));
        Optional<ClientRoster> roster = stores.map(open -> new ClientRoster(open, config.node()));
        new StationApi(home, host)
                .serve(stores.map(open -> new StationApi.Rooms(
                        directory, changes[0], inquiries, open, roster.orElseThrow(), office, config.node())));
        new NodeApi(config, board, directory, host, links::isUp, this::clientFigures).start();

        host.start();
        started.add("groups", host);
        linkStart.run();
        office.start();
        started.add("dead letters", office);
        roster.ifPresent(open -> {
            open.start();
            started.add("client rows", open);
        });
        startAccounts(config, started);
        return new Rooms(
                allStreams(ingest),
                host,
                roster,
                new GroupReport(config, directory, host, links::isUp, logs::flushes, names));
    }

    /// Accounts beside the first one that keep streams: only where no other nodes would have to know of them.
    private void startAccounts(NodeConfig config, Steps started) {
        for (Home other : terms.homes().subList(1, terms.homes().size())) {
            String name = other.space().account();
            if (config.members().size() > 1) {
                log.warn("account '{}' gets no JetStream: in a cluster it is there for one account", name);
                NoJetStream.serve(board, other.space().prefix());
                continue;
            }
            AccountRooms rooms =
                    new AccountRooms(config.in(terms.folders().of(name)), other, board, timer, terms, leafs::refresh);
            rooms.start();
            accounts.add(rooms);
            leafs.offer(other.space().prefix(), rooms.directory());
            started.add("account " + name, rooms);
        }
    }

    private StreamSink allStreams(StreamSink first) {
        return accounts.isEmpty()
                ? first
                : new AllStreams(
                        Stream.concat(Stream.of(first), accounts.stream().map(AccountRooms::streams))
                                .toList());
    }

    /// Claims the ports; clients wait until [#serveClients].
    private void startClients(
            StreamSink streams, Optional<ClientRoster> roster, NodeReport report, String clusterName) {
        EventLoops loops = new EventLoops(EventLoops.THREADS);
        started.add("event loops", loops);
        SessionServices services = new SessionServices(
                config.node(),
                board,
                streams,
                authenticator,
                terms.limits(),
                counters,
                sessions,
                new ClientEvents(roster),
                new StallWatch(),
                Ticker.system(),
                WallClock.system());
        ClientServer server = new ClientServer(
                new ClientServer.Settings(
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
                        terms.webSocketTls()),
                services,
                loops);
        server.bind();
        clients = server;
        started.add("clients", server);
        startMonitor(loops, report, clusterName);
        leafStart = new LeafStart(streams, loops);
    }

    private void serveClients() throws InterruptedException {
        LeafStart start = leafStart;
        if (start != null) {
            leafs.start(config, serverId, board, authenticator, start.streams(), start.loops(), started);
        }
        ClientServer server = clients;
        if (server != null) {
            server.start();
        }
        serving = true;
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
                        board,
                        report,
                        () -> serving,
                        authenticator.required(),
                        Instant.now()),
                loops);
        server.start(config.host(), ports.monitor());
        monitor = server;
        started.add("monitoring", server);
    }

    /// Until the meta group has a leader whose news are here, users included.
    private void awaitCluster(NodeGroups host) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        var looking = timer.scheduleWithFixedDelay(
                () -> {
                    boolean users = !config.access().clusterUsers() || directory.usersVersion() > 0;
                    if (users
                            && host.leader(GroupId.META) != 0
                            && accounts.stream().allMatch(AccountRooms::isReady)) {
                        ready.countDown();
                    }
                },
                0,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
        if (!ready.await(CLUSTER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn(
                    "after {} the cluster has {}; taking clients anyway",
                    CLUSTER_WAIT_MAX,
                    host.leader(GroupId.META) == 0 ? "no leader" : "no users yet");
        }
        looking.cancel(false);
    }

    /// -1 when leaf connections are not accepted.
    int leafPort() {
        return leafs.port();
    }

    /// Sends clients elsewhere, begins after the terms' grace and runs `done` when all are gone. Returns at once.
    void lameDuck(Runnable done) {
        ClientServer server = clients;
        if (server == null) {
            done.run();
            return;
        }
        log.info("sending clients elsewhere within {}", terms.lameDuckDuration());
        server.lameDuck(terms.lameDuckGrace(), terms.lameDuckDuration());
        timer.scheduleWithFixedDelay(
                () -> {
                    if (sessions.sessions().isEmpty()) {
                        done.run();
                    }
                },
                LOOK_MILLIS,
                LOOK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    int clientPort() {
        ClientServer server = clients;
        return server == null ? -1 : server.port();
    }

    int webSocketPort() {
        ClientServer server = clients;
        return server == null ? -1 : server.webSocketPort();
    }

    /// -1 without routes.
    int routePort() {
        RouteCluster joined = cluster;
        return joined == null ? -1 : joined.port();
    }

    int monitorPort() {
        MonitorServer open = monitor;
        return open == null ? -1 : open.port();
    }

    private MetaMachine metaMachine(MachineContext context, Links links, MetaMachine.Leading leading) {
        MetaMachine machine = new MetaMachine(
                context,
                directory,
                index -> {
                    links.onAppliedHere(index);
                    leafs.refresh();
                },
                leading);
        metaMachine = machine;
        return machine;
    }

    private MetaMachine metaMachine() {
        MetaMachine machine = metaMachine;
        if (machine == null) {
            throw new IllegalStateException("the meta group is not open yet");
        }
        return machine;
    }

    /// What only the meta group's leader does.
    static MetaMachine.Leading leading(List<MetaMachine.Leading> duties, Router board) {
        return new MetaMachine.Leading() {
            @Override
            public void start() {
                duties.forEach(MetaMachine.Leading::start);
            }

            @Override
            public void stop() {
                duties.forEach(MetaMachine.Leading::stop);
            }

            @Override
            public void answer(String reply, byte[] body) {
                board.deliver(reply, Message.of(reply, body));
            }
        };
    }

    private Map<String, Object> clientFigures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("connections", counters.connections());
        figures.put("subscriptions", board.subscriptionCount());
        figures.put("slowConsumers", counters.slowConsumers());
        figures.put("inMsgs", counters.inMessages());
        figures.put("outMsgs", counters.outMessages());
        figures.put("inBytes", counters.inBytes());
        figures.put("outBytes", counters.outBytes());
        return figures;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        started.close();
    }

    /// Breaks the circle between the groups and the link that carries their batches.
    private static final class GroupsRef {
        private volatile @Nullable NodeGroups host;

        void set(NodeGroups made) {
            host = made;
        }

        NodeGroups get() {
            NodeGroups made = host;
            if (made == null) {
                throw new IllegalStateException("the groups are not made yet");
            }
            return made;
        }
    }

    /// A replica stopped by itself: the process ends with a code of its own, and the supervisor starts it again.
    static void endBroken(GroupId group, String why) {
        log.error("[{}] this replica stopped, ending the node: {}", group, why);
        Thread.ofPlatform().name("broken").start(() -> System.exit(BROKEN_EXIT_CODE));
    }

    private void announceMembers() {
        ClientServer server = clients;
        if (server != null) {
            server.announce(config.clusterName(), addresses(true), addresses(false));
        }
    }

    private List<String> addresses(boolean own) {
        return config.members().stream()
                .filter(member -> (member.node() == config.node()) == own)
                .map(member -> member.host() + ":" + member.clientPort())
                .toList();
    }
}
