package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.error.JetStreamErrors;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.replication.ReplicatedLog;
import dev.stationmaster.engine.replication.ReplicatedLogs;
import dev.stationmaster.engine.replication.ReplicationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The Raft groups of a node: those that it holds a replica of, and its origin sessions to all of the cluster.
public final class NodeGroups implements GroupHost {
    /// What may wait in the origins before commands are refused; publishers are slowed long before.
    private static final long WAITING_BYTES_MAX = 128L << 20;

    private static final long CONGESTED_BYTES = 32L << 20;
    private static final long SLOW_NANOS = 1_500_000_000L;
    private static final long TRANSFER_MILLIS = 3000;
    private static final long CLOSE_MILLIS = 20_000;

    private final NodeConfig config;
    private final ReplicatedLogs logs;
    private final BatchTransport transport;
    private final GroupLayout layout;
    private final Map<GroupId, Group> groups = new LinkedHashMap<>();
    private final OriginPump pump = new OriginPump();
    private final Checkpointer checkpointer = new Checkpointer();
    private final AtomicLong waitingBytes = new AtomicLong();
    /// Written by the pump: commands wait long though their leaders are known.
    private volatile boolean slow;

    /// Set by [#start].
    private volatile @Nullable DiskSpace diskSpace;

    /// One for each publishing connection at most.
    private final ConcurrentLinkedQueue<Runnable> resumes = new ConcurrentLinkedQueue<>();

    private final List<LeaderListener> leaderListeners = new CopyOnWriteArrayList<>();
    private final GroupMachine.Factory metaMachine;
    private final GroupMachine.Factory dataMachine;
    private final BiConsumer<GroupId, String> onBroken;

    /// @param transport how origins reach leaders on other nodes; [BatchTransport#NONE] for a node by itself
    /// @param metaMachine makes the machine of the group `meta`
    /// @param dataMachine makes the machines of the other groups
    /// @param onBroken hears that a replica of this node stopped by itself, and why; on any thread
    public NodeGroups(
            NodeConfig config,
            ReplicatedLogs logs,
            BatchTransport transport,
            GroupMachine.Factory metaMachine,
            GroupMachine.Factory dataMachine,
            BiConsumer<GroupId, String> onBroken) {
        this.config = config;
        this.logs = logs;
        this.transport = transport;
        this.metaMachine = metaMachine;
        this.dataMachine = dataMachine;
        this.onBroken = onBroken;
        this.layout = new GroupLayout(
                config.members().stream().map(NodeConfig.Member::node).toList());
        layout.groups().forEach(group -> groups.put(group, new Group(group)));
    }

    @Override
    public void start() {
        diskSpace = new DiskSpace(config.directory());
        logs.start();
        for (GroupId group : layout.groupsOf(config.node())) {
            group(group).open();
        }
        pump.start(groups.values().stream().map(group -> group.origin).toList(), this::turn);
    }

    @Override
    public void close() {
        handLeadershipsOver();
        pump.stop();
        logs.close();
        groups.values().forEach(Group::close);
        checkpointer.close();
    }

    @Override
    public List<GroupId> groups() {
        return layout.groups();
    }

    @Override
    public List<Integer> members(GroupId group) {
        return layout.members(group);
    }

    @Override
    public List<GroupStatus> status() {
        return groups.values().stream()
                .map(Group::status)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /// Where the replicas of a group are that this node has a part in.
    public ReplicatedLog.Status logStatus(GroupId group) {
        ReplicatedLog own = group(group).log;
        return own == null ? new ReplicatedLog.Status(0, 0, -1, -1, -1, List.of()) : own.status();
    }

    @Override
    public int leader(GroupId group) {
        return group(group).leader();
    }

    @Override
    public void propose(GroupId group, PartitionCommand command, OutcomeHandler handler) {
        propose(group, command, true, handler);
    }

    /// As [#propose].
    ///
    /// @param lasting false when the command may be lost in a power cut: a message of a memory stream
    public void propose(GroupId group, PartitionCommand command, boolean lasting, OutcomeHandler handler) {
        Origin origin = group(group).origin;
        if (isFull(handler)) {
            return;
        }
        if (command instanceof PartitionCommand.Append append && LargeMessage.isLarge(append)) {
            origin.proposeAll(LargeMessage.cut(append, config.node()), handler);
        } else if (command instanceof PartitionCommand.AppendCopy copy && LargeMessage.isLarge(copy)) {
            origin.proposeAll(LargeMessage.cut(copy, config.node()), handler);
        } else {
            origin.propose(command, lasting, handler);
        }
    }

    @Override
    public void proposeRaw(GroupId group, byte[] command, OutcomeHandler handler) {
        if (command.length > LargeMessage.WHOLE_BYTES_MAX) {
            String problem = "command of " + command.length + " bytes exceeds " + LargeMessage.WHOLE_BYTES_MAX;
            Outcome refused = new Outcome.Refused(JetStreamErrors.STREAM_GENERAL_ERROR.with("err", problem));
            pump.execute(now -> handler.onOutcome(refused));
        } else if (!isFull(handler)) {
            group(group).origin.proposeRaw(command, handler);
        }
    }

    private boolean isFull(OutcomeHandler handler) {
        if (waitingBytes.get() < WAITING_BYTES_MAX) {
            return false;
        }
        pump.execute(now -> handler.onOutcome(new Outcome.Refused(JetStreamErrors.INSUFFICIENT_RESOURCES)));
        return true;
    }

    /// Whether so much waits, or waits so long for leaders that are there, that publishers should be slower: what waits
    /// longer than 4 s would be given up.
    public boolean isCongested() {
        return waitingBytes.get() > CONGESTED_BYTES || slow;
    }

    /// Runs `then` once: at once while nothing is congested, else when it is well over.
    public void whenNotCongested(Runnable then) {
        if (!isCongested()) {
            then.run();
            return;
        }
        resumes.add(then);
        pump.wake();
    }

    private void resume() {
        long now = System.nanoTime();
        long oldest = 0;
        for (Group group : groups.values()) {
            oldest = Math.max(oldest, group.origin.oldestAge(now));
        }
        slow = oldest > (slow ? SLOW_NANOS / 2 : SLOW_NANOS);
        while (!slow && waitingBytes.get() <= CONGESTED_BYTES / 2) {
            Runnable next = resumes.poll();
            if (next == null) {
                return;
            }
            next.run();
        }
    }

    @Override
    public void request(GroupId group, GroupRequest request) {
        group(group).request(request, 0);
    }

    @Override
    public void onRequest(int fromNode, GroupId group, GroupRequest request) {
        group(group).request(request, fromNode);
    }

    @Override
    public void onBatch(int fromNode, Batch batch, Consumer<BatchReply> reply) {
        group(batch.group()).offer(batch, reply);
    }

    @Override
    public void onBatchReply(int fromNode, BatchReply reply) {
        Group group = group(reply.group());
        if (reply.kind() == BatchReply.Kind.NOT_LEADER) {
            group.hint((int) reply.value(), 0, fromNode);
        }
        pump.execute(now -> group.origin.onReply(reply, now));
    }

    @Override
    public void onLeaderHint(GroupId group, long term, int leader) {
        group(group).hint(leader, term, 0);
        pump.wake();
    }

    @Override
    public void onLinkUp(int node) {
        pump.execute(now -> groups.values().forEach(group -> group.origin.resend(now)));
    }

    @Override
    public void onLinkDown(int node) {
        groups.values().forEach(group -> group.linkDown(node));
        pump.execute(now -> groups.values().forEach(group -> group.origin.resend(now)));
    }

    @Override
    public void onLeaderChange(LeaderListener listener) {
        leaderListeners.add(listener);
        groups.values().forEach(group -> {
            if (group.log != null) {
                listener.onLeader(group.id, group.toldTerm, group.toldLeader);
            }
        });
    }

    /// Whether messages are refused because the disk has too little room.
    public boolean isDiskFull() {
        DiskSpace disk = diskSpace;
        return disk != null && disk.isFull();
    }

    /// At each turn of the pump: leaders that went away without a word, and requests that wait.
    private void turn() {
        DiskSpace disk = diskSpace;
        if (disk != null) {
            disk.refresh(System.nanoTime());
        }
        groups.values().forEach(Group::turn);
        resume();
    }

    private Group group(GroupId id) {
        Group group = groups.get(id);
        if (group == null) {
            throw new IllegalArgumentException("group " + id + " is not among " + groups.keySet());
        }
        return group;
    }

    private void handLeadershipsOver() {
        List<Thread> transfers = new ArrayList<>();
        for (Group group : groups.values()) {
            ReplicatedLog log = group.log;
            if (log != null && layout.members(group.id).size() > 1 && log.leader() == config.node()) {
                transfers.add(Thread.ofVirtual().start(() -> log.transferLeadership(0, TRANSFER_MILLIS)));
            }
        }
        try {
            for (Thread transfer : transfers) {
                transfer.join(TRANSFER_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// One group of the cluster as this node knows it.
    private final class Group implements GroupLoop.Listener {
        private final GroupId id;
        private final Origin origin;
        private final ParkedRequests parked = new ParkedRequests();

        /// Set by [#open] before anything else can see them.
        private volatile @Nullable ReplicatedLog log;

        private volatile @Nullable GroupLoop loop;

        /// What other nodes told, for groups that this node has no part in or whose leader it does not know.
        private volatile int hintedLeader;

        private volatile long hintedTerm;

        private volatile int toldLeader;
        private volatile long toldTerm;

        Group(GroupId id) {
            this.id = id;
            this.origin =
                    new Origin(id, config.node(), this::leader, this::send, System::nanoTime, waitingBytes, pump::wake);
        }

        void open() {
            Path directory = config.directory().resolve("streams").resolve(id.name());
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new ReplicationException("directory " + directory + " cannot be made", e);
            }
            List<Integer> members = layout.members(id);
            GroupMachine.Factory factory = id.equals(GroupId.META) ? metaMachine : dataMachine;
            GroupLoop opened =
                    new GroupLoop(id, config.node(), members.size() == 1, directory, factory, checkpointer, this);
            opened.restore();
            opened.startThread();
            loop = opened;
            ReplicatedLog openedLog = logs.open(id, members, opened);
            log = openedLog;
            opened.attach(openedLog);
        }

        void close() {
            GroupLoop running = loop;
            if (running != null) {
                running.close(CLOSE_MILLIS);
            }
        }

        int leader() {
            ReplicatedLog own = log;
            GroupLoop running = loop;
            if (own == null || running == null || running.isBroken()) {
                return hintedLeader;
            }
            int known = own.leader();
            return known != 0 ? known : hintedTerm > own.term() ? hintedLeader : 0;
        }

        /// @param term 0 when it is not known, as in a refusal
        synchronized void hint(int leader, long term, int from) {
            if (term == 0) {
                if (leader != 0) {
                    hintedLeader = leader;
                } else if (hintedLeader == from) {
                    hintedLeader = 0;
                }
                return;
            }
            if (term > hintedTerm || (term == hintedTerm && leader != 0)) {
                hintedTerm = term;
                hintedLeader = leader;
            }
        }

        synchronized void linkDown(int node) {
            if (hintedLeader == node) {
                hintedLeader = 0;
            }
        }

        void offer(Batch batch, Consumer<BatchReply> reply) {
            GroupLoop own = loop;
            if (own == null) {
                reply.accept(BatchReply.of(batch, BatchReply.Kind.NOT_LEADER, hintedLeader));
            } else {
                own.offerBatch(batch, reply);
            }
        }

        private boolean send(int node, Batch batch) {
            if (node != config.node()) {
                return transport.sendBatch(node, batch);
            }
            offer(batch, reply -> pump.execute(now -> origin.onReply(reply, now)));
            return true;
        }

        void request(GroupRequest request, int fromNode) {
            parked.offer(request, fromNode, System.nanoTime(), this::trySend);
        }

        private boolean trySend(GroupRequest request, int notTo) {
            GroupLoop own = loop;
            if (own != null && own.isLeader()) {
                return own.offerRequest(request);
            }
            int leader = leader();
            boolean elsewhere = leader != 0 && leader != config.node() && leader != notTo;
            return elsewhere && transport.sendRequest(leader, id, request);
        }

        void turn() {
            if (!parked.isEmpty()) {
                parked.retry(System.nanoTime(), this::trySend);
            }
            ReplicatedLog own = log;
            if (own != null) {
                tell(own.leader(), own.term());
            }
        }

        @Override
        public void onLeaderChanged(GroupId group, int node, long term) {
            tell(node, term);
            pump.wake();
        }

        private void tell(int leader, long term) {
            synchronized (this) {
                if ((leader == toldLeader && term == toldTerm) || term < toldTerm) {
                    return;
                }
                toldLeader = leader;
                toldTerm = term;
            }
            leaderListeners.forEach(listener -> listener.onLeader(id, term, leader));
        }

        @Override
        public void onBroken(GroupId group, String reason) {
            onBroken.accept(group, reason);
        }

        @Nullable
        GroupStatus status() {
            ReplicatedLog own = log;
            if (own == null) {
                return null;
            }
            ReplicatedLog.Status status = own.status();
            Map<Integer, Long> lags = new LinkedHashMap<>();
            for (ReplicatedLog.Follower follower : status.followers()) {
                lags.put(follower.node(), Math.max(0, status.lastIndex() - follower.matchIndex()));
            }
            GroupLoop running = loop;
            long applied = running == null ? -1 : running.appliedPosition().index();
            return new GroupStatus(id, status.leader(), status.term(), status.commitIndex(), applied, lags);
        }
    }
}
