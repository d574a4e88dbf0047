package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.account.AllStreams;
import dev.stationmaster.engine.auth.SubjectSpaces.Home;
import dev.stationmaster.engine.jsapi.LeaderSubjects;
import dev.stationmaster.engine.jsapi.NoJetStream;
import dev.stationmaster.engine.link.AppliedWatch;
import dev.stationmaster.engine.link.Links;
import dev.stationmaster.engine.link.RouteCluster;
import dev.stationmaster.engine.message.ClientIdentity;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.LeaderBalancer;
import dev.stationmaster.engine.meta.MetaDirectory;
import dev.stationmaster.engine.meta.RowSweep;
import dev.stationmaster.engine.meta.UserCopier;
import dev.stationmaster.engine.nodeapi.AccountStreams;
import dev.stationmaster.engine.nodeapi.GroupReport;
import dev.stationmaster.engine.nodeapi.NodeApi;
import dev.stationmaster.engine.partition.GroupRequest;
import dev.stationmaster.engine.partition.NodeGroups;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.stationapi.ClientRoster;
import dev.stationmaster.engine.stationapi.StationApi;
import dev.stationmaster.engine.time.Ticker;
import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node has for streams: the rooms of its first account with stations and the cluster's duties, the links of its
/// groups to other nodes, and the rooms of its other accounts.
final class StreamPart {
    private static final Logger log = LoggerFactory.getLogger(StreamPart.class);

    /// How long a starting node waits for the cluster before it takes clients anyway.
    private static final Duration CLUSTER_WAIT_MAX = Duration.ofSeconds(20);

    private static final long LOOK_MILLIS = 10;

    private final NodeConfig config;
    private final MetaDirectory directory;
    private final NodeParts parts;
    private final ClientTerms terms;
    private final Optional<RouteCluster> routes;
    private final Optional<MetadataStores> stores;
    private final Steps started;
    private final AppliedWatch applied;
    private final Links links;
    private final AccountRooms first;
    private final List<AccountRooms> others = new CopyOnWriteArrayList<>();
    private final Optional<ClientRoster> roster;
    private final GroupReport report;

    /// Opens the streams; they are closed with what is in `started`.
    ///
    /// @param config with the members that keep streams
    /// @param directory of the first account
    /// @param figures of this node's clients
    /// @param routes whose links are used instead of own ones
    static StreamPart open(
            NodeConfig config,
            MetaDirectory directory,
            NodeParts parts,
            Supplier<Map<String, Object>> figures,
            Optional<RouteCluster> routes,
            Steps started)
            throws InterruptedException {
        parts.leafs().offer(parts.terms().homes().getFirst().space().prefix(), directory);
        Optional<MetadataStores> stores = config.metadata()
                .map(where -> MetadataStores.open(new MetadataConfig(where.jdbcUrl(), where.user(), where.password())));
        stores.ifPresent(open -> started.add("metadata", open));
        StreamPart streams = new StreamPart(config, directory, parts, routes, stores, started);
        streams.addDuties();
        streams.serve(figures);
        streams.start();
        streams.startOthers();
        return streams;
    }

    private StreamPart(
            NodeConfig config,
            MetaDirectory directory,
            NodeParts parts,
            Optional<RouteCluster> routes,
            Optional<MetadataStores> stores,
            Steps started) {
        this.config = config;
        this.directory = directory;
        this.parts = parts;
        this.terms = parts.terms();
        this.routes = routes;
        this.stores = stores;
        this.started = started;
        this.applied = new AppliedWatch(config.node());
        // The groups send through the links, which hand them what comes in: asked for once the links are started.
        this.links = routes.map(RouteCluster::links)
                .orElseGet(() -> new Links(config, this::groups, parts.board(), applied));
        IntFunction<String> names =
                routes.<IntFunction<String>>map(cluster -> cluster::memberName).orElse(GroupReport::numbered);
        this.first = new AccountRooms(
                config,
                terms.homes().getFirst(),
                directory,
                parts,
                new AccountRooms.Neighbours(links, applied, links::onAppliedHere, names),
                stores.map(MetadataStores::deadLetters));
        this.roster = stores.map(open -> new ClientRoster(open, config.node()));
        this.report = new GroupReport(config, directory, groups(), links::isUp, first::flushes, names, this::accounts);
    }

    private NodeGroups groups() {
        return first.groups();
    }

    private boolean isAlone() {
        return config.members().size() == 1;
    }

    private void addDuties() {
        stores.ifPresent(open -> {
            first.addDuty(new UserCopier(parts.timer(), () -> open, directory, first::names));
            first.addDuty(new RowSweep(parts.timer(), open, Instant::now));
        });
        if (!isAlone()) {
            first.addDuty(new LeaderBalancer(
                    parts.timer(), groups(), links::isUp, config.node(), this::handOver, Ticker.system()));
        }
    }

    private void handOver(GroupId group, int to) {
        groups().request(
                        group,
                        new GroupRequest(
                                Message.of(LeaderSubjects.HAND_OVER + to, new byte[0]),
                                ClientIdentity.ofNode(config.node())));
    }

    private void serve(Supplier<Map<String, Object>> figures) {
        first.serve();
        parts.board().join(links);
        terms.apart().forEach(prefix -> NoJetStream.serve(parts.board(), prefix));
        new StationApi(first.router(), groups())
                .serve(stores.map(open -> new StationApi.Rooms(
                        directory,
                        first.names(),
                        first.inquiries(),
                        open,
                        roster.orElseThrow(),
                        first.office(),
                        config.node())));
        new NodeApi(config, parts.board(), directory, groups(), links::isUp, figures).start();
    }

    private void start() throws InterruptedException {
        groups().start();
        started.add("groups", groups());
        startLink();
        first.office().start();
        started.add("dead letters", first.office());
        roster.ifPresent(open -> {
            open.start();
            started.add("client rows", open);
        });
    }

    private void startLink() throws InterruptedException {
        if (routes.isPresent()) {
            links.join(config.node(), this::groups, applied);
        } else if (!isAlone()) {
            links.start();
            started.add("link", links);
        }
    }

    /// Accounts beside the first one that keep streams: only where no other nodes would have to know of them.
    private void startOthers() {
        for (Home other : terms.homes().subList(1, terms.homes().size())) {
            String name = other.space().account();
            if (!isAlone()) {
                log.warn("account '{}' gets no JetStream: in a cluster it is there for one account", name);
                NoJetStream.serve(parts.board(), other.space().prefix());
                continue;
            }
            AccountRooms rooms = new AccountRooms(
                    config.in(terms.folders().of(name)),
                    other,
                    new MetaDirectory(),
                    parts,
                    AccountRooms.Neighbours.none(config.node()),
                    Optional.empty());
            rooms.serve();
            rooms.start();
            others.add(rooms);
            parts.leafs().offer(other.space().prefix(), rooms.directory());
            started.add("account " + name, rooms);
        }
    }

    /// Of all accounts.
    StreamSink sink() {
        return others.isEmpty()
                ? first.streams()
                : new AllStreams(Stream.concat(Stream.of(first), others.stream())
                        .map(AccountRooms::streams)
                        .toList());
    }

    /// Empty where there are no stations.
    Optional<ClientRoster> roster() {
        return roster;
    }

    private List<AccountStreams> accounts() {
        return Stream.concat(Stream.of(first), others.stream())
                .flatMap(rooms -> rooms.report().stream())
                .toList();
    }

    GroupReport report() {
        return report;
    }

    /// Until the meta group has a leader whose news are here, users included.
    void awaitCluster() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(1);
        var looking = parts.timer()
                .scheduleWithFixedDelay(
                        () -> {
                            boolean users = !config.access().clusterUsers() || directory.usersVersion() > 0;
                            if (users && first.isReady() && others.stream().allMatch(AccountRooms::isReady)) {
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
                    first.isReady() ? "no users yet" : "no leader");
        }
        looking.cancel(false);
    }
}
