package dev.stationmaster.engine.replication.ratis;

import dev.stationmaster.engine.replication.LogReplica;
import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.Payloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands what Ratis commits to the group's [LogReplica]. Runs on Ratis's threads and throws nothing: Ratis closes the
/// whole server when apply throws, and skips an entry whose future fails.
///
/// Our checkpoints are what Ratis calls snapshots, but it never takes, sends or installs one: `takeSnapshot` names the
/// last durable checkpoint, and the log is purged by [RatisLog#forgetUpTo].
final class GroupStateMachine extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(GroupStateMachine.class);

    private final String group;
    private final RaftNames names;
    private final LogReplica replica;
    private final Checkpoints checkpoints = new Checkpoints();
    private volatile boolean closing;

    GroupStateMachine(String group, RaftNames names, LogReplica replica) {
        this.group = group;
        this.names = names;
        this.replica = replica;
    }

    /// The division is closed on purpose from now on.
    void onClosing() {
        closing = true;
    }

    void onFlushFailed(String reason) {
        replica.onLogFailed(reason);
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        super.initialize(server, groupId, storage);
        getLifeCycle().startAndTransition(() -> setLastAppliedTermIndex(termIndex(replica.durablePosition())));
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        CompletableFuture<Message> applied = new CompletableFuture<>();
        ByteBuffer data = entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer();
        int headerLength = data.getInt();
        ByteBuffer header = data.slice(data.position(), headerLength);
        int payloadStart = data.position() + headerLength;
        Payloads payload = Payloads.of(data.slice(payloadStart, data.limit() - payloadStart));
        Position position = new Position(entry.getTerm(), entry.getIndex());
        replica.onEntry(position, header, payload, () -> applied.complete(Message.EMPTY));
        return applied;
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        replica.onIndex(new Position(term, index));
    }

    @Override
    public TermIndex getLastAppliedTermIndex() {
        // The constructor of the base class comes here before our fields are set.
        return replica == null ? TermIndex.INITIAL_VALUE : termIndex(replica.appliedPosition());
    }

    @Override
    public void notifyLeaderReady() {
        replica.onLeaderReady(term());
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pendingEntries) {
        replica.onLeaderLost();
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, @Nullable RaftPeerId leader) {
        replica.onLeaderChanged(names.node(leader), term());
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto failedEntry) {
        LOG.error("[group {}] the Raft log failed", group, cause);
        replica.onLogFailed("the Raft log failed: " + cause.getMessage());
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServers) {
        if (!closing) {
            replica.onLogFailed("Ratis closed the group unasked");
        }
    }

    @Override
    public CompletableFuture<TermIndex> notifyInstallSnapshotFromLeader(RoleInfoProto role, TermIndex firstInLog) {
        LOG.error(
                "[group {}] this replica is at index {}, and the leader's log starts at {}: fetching files from the"
                        + " leader is not there yet, so this replica stays behind",
                group,
                replica.appliedPosition().index(),
                firstInLog.getIndex());
        // Null is "nothing installed": the leader asks again after a while.
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public long takeSnapshot() {
        return replica.durablePosition().index();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return checkpoints;
    }

    @Override
    public void close() {
        getLifeCycle().checkStateAndClose(() -> LOG.debug("[group {}] state machine closed", group));
    }

    @Override
    public LifeCycle.State getLifeCycleState() {
        return getLifeCycle().getCurrentState();
    }

    private long term() {
        try {
            return getServer().join().getDivision(getGroupId()).getInfo().getCurrentTerm();
        } catch (IOException e) {
            LOG.debug("[group {}] no division to ask for the term", group, e);
            return 0;
        }
    }

    private static TermIndex termIndex(Position position) {
        return TermIndex.valueOf(position.term(), position.index());
    }

    /// Our checkpoint as Ratis sees it: a position without files.
    private final class Checkpoints implements StateMachineStorage {
        @Override
        public void init(RaftStorage storage) {}

        @Override
        public @Nullable SnapshotInfo getLatestSnapshot() {
            Position position = replica.durablePosition();
            return position.index() < 0 ? null : new PositionInfo(termIndex(position));
        }

        @Override
        public void format() {}

        @Override
        public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) {}
    }

    private record PositionInfo(TermIndex termIndex) implements SnapshotInfo {
        @Override
        public TermIndex getTermIndex() {
            return termIndex;
        }

        @Override
        public List<FileInfo> getFiles() {
            return List.of();
        }
    }
}
