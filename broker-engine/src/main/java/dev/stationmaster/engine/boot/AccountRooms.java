package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.account.AccountRouter;
import dev.stationmaster.engine.account.AccountSink;
import dev.stationmaster.engine.account.AccountUsage;
import dev.stationmaster.engine.auth.SubjectSpaces.Home;
import dev.stationmaster.engine.deadletter.DeadLetterOffice;
import dev.stationmaster.engine.delivery.ClusterFacts;
import dev.stationmaster.engine.delivery.LeaderDesk;
import dev.stationmaster.engine.ingest.Ingest;
import dev.stationmaster.engine.jsapi.ApiAudit;
import dev.stationmaster.engine.jsapi.ApiFront;
import dev.stationmaster.engine.jsapi.Events;
import dev.stationmaster.engine.jsapi.Inquiries;
import dev.stationmaster.engine.jsapi.Restores;
import dev.stationmaster.engine.jsapi.StreamRestorer;
import dev.stationmaster.engine.link.AppliedWatch;
import dev.stationmaster.engine.message.Message;
import dev.stationmaster.engine.meta.MetaDirectory;
import dev.stationmaster.engine.meta.MetaMachine;
import dev.stationmaster.engine.meta.NameChanges;
import dev.stationmaster.engine.meta.NameRepair;
import dev.stationmaster.engine.meta.Placement;
import dev.stationmaster.engine.nodeapi.AccountStreams;
import dev.stationmaster.engine.nodeapi.GroupReport;
import dev.stationmaster.engine.partition.BatchTransport;
import dev.stationmaster.engine.partition.DataMachine;
import dev.stationmaster.engine.partition.GroupContext;
import dev.stationmaster.engine.partition.GroupMachine;
import dev.stationmaster.engine.partition.MachineContext;
import dev.stationmaster.engine.partition.NodeGroups;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.metadata.DeadLetterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The streams of one account: groups of its own, in a folder of its own, and the API of their names, behind the router
/// that all accounts share (ADR-0011). A node's first account has these rooms too.
final class AccountRooms implements AutoCloseable {
    private final NodeConfig config;
    private final Home home;
    private final MetaDirectory directory;
    private final NodeParts parts;
    private final ClientTerms terms;
    private final Neighbours neighbours;
    private final Router router;
    private final AccountUsage usage;
    private final DeadLetterOffice office;
    private final ClusterFacts facts;
    private final List<MetaMachine.Leading> duties = new ArrayList<>();
    private final GroupLogs logs;
    private final NodeGroups groups;
    private final NameChanges names;
    private final Ingest ingest;
    private final Inquiries inquiries;

    /// Written when the meta group is opened, read by the timer when this node leads it.
    private volatile @Nullable MetaMachine metaMachine;

    /// Written once by [#serve], read by monitoring.
    private volatile @Nullable AccountStreams served;

    /// What the groups know of other nodes.
    ///
    /// @param onApplied hears how far this node has applied changes of names, on the meta group's loop
    /// @param names of the nodes by number
    record Neighbours(
            BatchTransport transport, AppliedWatch applied, LongConsumer onApplied, IntFunction<String> names) {
        /// A node by itself.
        static Neighbours none(int ownNode) {
            AppliedWatch applied = new AppliedWatch(ownNode);
            return new Neighbours(
                    BatchTransport.NONE, applied, index -> applied.onApplied(ownNode, index), GroupReport::numbered);
        }
    }

    /// @param config with the account's folder
    /// @param deadLetters empty where there are no stations
    AccountRooms(
            NodeConfig config,
            Home home,
            MetaDirectory directory,
            NodeParts parts,
            Neighbours neighbours,
            Optional<DeadLetterStore> deadLetters) {
        this.config = config;
        this.home = home;
        this.directory = directory;
        this.parts = parts;
        this.terms = parts.terms();
        this.neighbours = neighbours;
        this.router = AccountRouter.of(parts.board(), home.space());
        this.usage = new AccountUsage(home.limits());
        this.office = new DeadLetterOffice(directory, router, deadLetters, config.node());
        this.facts = isAlone()
                ? ClusterFacts.NONE
                : new NodeFacts(config.clusterName(), this::groups, directory, neighbours.names());
        duties.add(new NameRepair(parts.timer(), this::metaMachine, this::names));
        this.logs = config.isBare() ? GroupLogs.bare(config) : GroupLogs.ofCluster(config);
        this.groups = new NodeGroups(
                config,
                logs,
                neighbours.transport(),
                (context, folder) -> openMeta(context),
                DataMachine.factory(this::leaderDesk),
                Node::endBroken);
        this.names = new NameChanges(
                new Placement(config.members().size(), groups.groups()),
                (command, handler) -> groups.proposeRaw(GroupId.META, command, handler),
                groups,
                neighbours.applied());
        this.ingest = new Ingest(directory, groups, router, terms.domain(), usage);
        this.inquiries = new Inquiries(router, groups, config.node());
    }

    private boolean isAlone() {
        return config.members().size() == 1;
    }

    private GroupMachine openMeta(MachineContext context) {
        MetaMachine machine = new MetaMachine(
                context,
                directory,
                index -> {
                    neighbours.onApplied().accept(index);
                    parts.leafs().refresh();
                },
                leading());
        metaMachine = machine;
        return machine;
    }

    /// What only the meta group's leader does.
    private MetaMachine.Leading leading() {
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
                router.deliver(reply, Message.of(reply, body));
            }
        };
    }

    private LeaderDesk leaderDesk(GroupContext context) {
        return new LeaderDesk(
                context, router, office, config.node(), config.serverName(), terms.domain(), usage, facts);
    }

    /// One more thing that only the meta group's leader does; before [#start].
    void addDuty(MetaMachine.Leading duty) {
        duties.add(duty);
    }

    /// Takes what is published on the streams' subjects, and the subjects of the API.
    void serve() {
        parts.board().join(home.space().prefix(), new AccountSink(home.space(), ingest));
        Events events = new Events(router, config.node(), () -> System.currentTimeMillis() * 1_000_000, terms.domain());
        ApiFront api = new ApiFront(
                router,
                directory,
                names,
                groups,
                inquiries,
                new Restores(
                        router,
                        directory,
                        new StreamRestorer(router, names, groups, inquiries, events),
                        config.directory().resolve("restore")),
                new ApiAudit(router, events, config.serverName()),
                !isAlone(),
                home.limits(),
                terms.room(),
                terms.domain());
        api.serve(router);
        served = new AccountStreams(
                home.space().account(), home.limits(), directory, groups, inquiries, api::calls, api::refusals);
    }

    /// Starts all of it, where no links start in between; closed by [#close].
    void start() {
        groups.start();
        office.start();
    }

    /// What the monitoring pages say of its streams; empty before [#serve].
    Optional<AccountStreams> report() {
        return Optional.ofNullable(served);
    }

    Router router() {
        return router;
    }

    MetaDirectory directory() {
        return directory;
    }

    NodeGroups groups() {
        return groups;
    }

    NameChanges names() {
        return names;
    }

    Inquiries inquiries() {
        return inquiries;
    }

    DeadLetterOffice office() {
        return office;
    }

    StreamSink streams() {
        return ingest;
    }

    /// How often the logs were flushed.
    long flushes() {
        return logs.flushes();
    }

    /// Whether its groups have leaders.
    boolean isReady() {
        return groups.leader(GroupId.META) != 0;
    }

    private MetaMachine metaMachine() {
        MetaMachine machine = metaMachine;
        if (machine == null) {
            throw new IllegalStateException("the meta group is not open yet");
        }
        return machine;
    }

    @Override
    public void close() {
        office.close();
        groups.close();
    }
}
