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
import dev.stationmaster.engine.meta.MetaDirectory;
import dev.stationmaster.engine.meta.MetaMachine;
import dev.stationmaster.engine.meta.NameChanges;
import dev.stationmaster.engine.meta.NameRepair;
import dev.stationmaster.engine.meta.Placement;
import dev.stationmaster.engine.partition.BatchTransport;
import dev.stationmaster.engine.partition.DataMachine;
import dev.stationmaster.engine.partition.GroupMachine;
import dev.stationmaster.engine.partition.NodeGroups;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.router.Router;
import dev.stationmaster.engine.router.StreamSink;
import dev.stationmaster.engine.router.SwitchBoard;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/// The streams of one more account of a bare broker: groups of its own, in a folder of its own, behind the same router
/// (ADR-0011).
final class AccountRooms implements AutoCloseable {
    private final NodeGroups groups;
    private final Ingest ingest;
    private final MetaDirectory directory;
    private final DeadLetterOffice office;

    /// @param config with the account's folder
    /// @param onNames hears that streams came or went
    AccountRooms(
            NodeConfig config,
            Home home,
            SwitchBoard board,
            ScheduledExecutorService timer,
            ClientTerms terms,
            Runnable onNames) {
        Router router = AccountRouter.of(board, home.space());
        AccountUsage usage = new AccountUsage(home.limits());
        this.directory = new MetaDirectory();
        AppliedWatch applied = new AppliedWatch(config.node());
        this.office = new DeadLetterOffice(directory, router, Optional.empty(), config.node());
        AtomicReference<MetaMachine> machine = new AtomicReference<>();
        AtomicReference<NameChanges> changes = new AtomicReference<>();
        NameRepair repair = new NameRepair(timer, machine::get, changes::get);
        GroupMachine.Factory meta = (context, folder) -> {
            MetaMachine made = new MetaMachine(
                    context,
                    directory,
                    index -> {
                        applied.onApplied(config.node(), index);
                        onNames.run();
                    },
                    Node.leading(List.of(repair), router));
            machine.set(made);
            return made;
        };
        this.groups = new NodeGroups(
                config,
                GroupLogs.bare(config),
                BatchTransport.NONE,
                meta,
                DataMachine.factory(context -> new LeaderDesk(
                        context,
                        router,
                        office,
                        config.node(),
                        config.serverName(),
                        terms.domain(),
                        usage,
                        ClusterFacts.NONE)),
                Node::endBroken);
        NameChanges names = new NameChanges(
                new Placement(1, groups.groups()),
                (command, handler) -> groups.proposeRaw(GroupId.META, command, handler),
                groups,
                applied);
        changes.set(names);
        this.ingest = new Ingest(directory, groups, router, terms.domain(), usage);
        board.join(home.space().prefix(), new AccountSink(home.space(), ingest));
        Inquiries inquiries = new Inquiries(router, groups, config.node());
        Events events = new Events(router, config.node(), () -> System.currentTimeMillis() * 1_000_000, terms.domain());
        new ApiFront(
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
                        false,
                        home.limits(),
                        terms.room(),
                        terms.domain())
                .serve(router);
    }

    void start() {
        groups.start();
        office.start();
    }

    MetaDirectory directory() {
        return directory;
    }

    StreamSink streams() {
        return ingest;
    }

    /// Whether its groups have leaders.
    boolean isReady() {
        return groups.leader(GroupId.META) != 0;
    }

    @Override
    public void close() {
        office.close();
        groups.close();
    }
}
