package dev.stationmaster.engine.replication.ratis;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.ReplicatedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.RaftLogBase;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One group's log on Ratis. Requests go straight to the division: through the server's front they would be handed to
/// a pool and waited for. The cast to the asynchronous protocol rests on Ratis 3.3's implementation.
final class RatisLog implements ReplicatedLog {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLog.class);

    private final GroupId group;
    private final RaftNames names;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final GroupStateMachine stateMachine;
    private final int members;
    private final ClientId writer = ClientId.randomId();
    private final ClientId reader = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    RatisLog(
            GroupId group,
            RaftNames names,
            RaftServer server,
            RaftServer.Division division,
            GroupStateMachine stateMachine,
            int members) {
        this.group = group;
        this.names = names;
        this.server = server;
        this.division = division;
        this.stateMachine = stateMachine;
        this.members = members;
    }

    @Override
    public GroupId group() {
        return group;
    }

    @Override
    public void propose(Proposal entry) {
        byte[] header = entry.header();
        ByteBuffer data =
                ByteBuffer.allocate(4 + header.length + entry.payload().length());
        entry.payload().writeTo(data.putInt(header.length).put(header));
        RaftClientRequest request = request(writer, RaftClientRequest.writeRequestType())
                .setMessage(Message.valueOf(UnsafeByteOperations.unsafeWrap(data.array())))
                .build();
        submit(request, (reply, failure) -> entry.done().accept(judge(reply, failure)));
    }

    @Override
    public void confirmLeadership(Consumer<Boolean> answer) {
        DivisionInfo info = division.getInfo();
        if (!info.isLeaderReady()) {
            answer.accept(false);
            return;
        }
        long term = info.getCurrentTerm();
        RaftClientRequest request = request(reader, RaftClientRequest.readRequestType(false, false, true))
                .build();
        submit(request, (reply, failure) -> {
            // A read that a follower passes on to its leader succeeds too: it proves nothing about this node.
            boolean leads = info.isLeaderReady() && info.getCurrentTerm() == term;
            answer.accept(failure == null && reply != null && reply.isSuccess() && leads);
        });
    }

    @Override
    public int leader() {
        return names.node(division.getInfo().getLeaderId());
    }

    @Override
    public long term() {
        return division.getInfo().getCurrentTerm();
    }

    @Override
    public boolean isLeaderReady() {
        return division.getInfo().isLeaderReady();
    }

    @Override
    public boolean transferLeadership(int node, long timeoutMillis) {
        if (!division.getInfo().isLeader()) {
            return true;
        }
        RaftPeerId target = node != 0 ? names.peer(node).getId() : furthestFollower();
        if (target == null) {
            return false;
        }
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                writer, server.getId(), names.groupId(group), calls.incrementAndGet(), target, timeoutMillis);
        try {
            RaftClientReply reply = server.transferLeadershipAsync(request).get(timeoutMillis, TimeUnit.MILLISECONDS);
            return reply.isSuccess();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.info("[group {}] leadership was not handed to {}: {}", group, target, e.toString());
            return false;
        }
    }

    @Override
    public void forgetUpTo(long index) {
        RaftLog log = division.getRaftLog();
        if (index >= 0 && log instanceof RaftLogBase base) {
            base.purge(index);
        }
    }

    @Override
    public long neededByFollowers() {
        if (members == 1) {
            return Long.MAX_VALUE;
        }
        long least = Long.MAX_VALUE;
        int known = 0;
        for (CommitInfoProto info : division.getCommitInfos()) {
            RaftPeerId peer = RaftPeerId.valueOf(info.getServer().getId());
            if (!peer.equals(server.getId())) {
                known++;
                least = Math.min(least, info.getCommitIndex());
            }
        }
        return known < members - 1 ? -1 : least;
    }

    @Override
    public Status status() {
        DivisionInfo info = division.getInfo();
        RaftLog log = division.getRaftLog();
        return new Status(
                leader(),
                info.getCurrentTerm(),
                log.getLastCommittedIndex(),
                info.getLastAppliedIndex(),
                log.getNextIndex() - 1,
                followers());
    }

    @Override
    public void closeBroken(String reason) {
        LOG.error("[group {}] closing this node's replica: {}", group, reason);
        stateMachine.onClosing();
        division.close();
    }

    /// The replica is closed on purpose.
    void onClosing() {
        stateMachine.onClosing();
    }

    /// Nodes that have not answered for that long, while this one leads.
    List<Integer> silentFollowers(Duration patience) {
        return division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                .filter(rpc -> rpc.getLastRpcElapsedTimeMs() >= patience.toMillis())
                .map(rpc -> names.node(RaftPeerId.valueOf(rpc.getId().getId())))
                .toList();
    }

    private List<Follower> followers() {
        DivisionInfo info = division.getInfo();
        long[] match = info.getFollowerMatchIndices();
        if (!info.isLeader() || match == null) {
            return List.of();
        }
        // Ratis gives indices and infos in the same order, that of its senders.
        List<ServerRpcProto> infos = info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                .toList();
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < infos.size() && i < match.length; i++) {
            ServerRpcProto rpc = infos.get(i);
            int node = names.node(RaftPeerId.valueOf(rpc.getId().getId()));
            followers.add(new Follower(node, match[i], rpc.getLastRpcElapsedTimeMs() < 2000));
        }
        return followers;
    }

    private @Nullable RaftPeerId furthestFollower() {
        return followers().stream()
                .filter(Follower::reachable)
                .max(Comparator.comparingLong(Follower::matchIndex))
                .map(follower -> names.peer(follower.node()))
                .map(RaftPeer::getId)
                .orElse(null);
    }

    private RaftClientRequest.Builder request(ClientId client, RaftClientRequest.Type type) {
        return RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(server.getId())
                .setGroupId(names.groupId(group))
                .setCallId(calls.incrementAndGet())
                .setType(type);
    }

    /// Takes a reply or a failure, once.
    private interface Answer {
        void accept(@Nullable RaftClientReply reply, @Nullable Throwable failure);
    }

    private void submit(RaftClientRequest request, Answer answer) {
        AtomicBoolean answered = new AtomicBoolean();
        try {
            CompletableFuture<RaftClientReply> reply =
                    ((RaftClientAsynchronousProtocol) division).submitClientRequestAsync(request);
            reply.whenComplete((value, failure) -> {
                if (answered.compareAndSet(false, true)) {
                    answer.accept(value, failure);
                }
            });
        } catch (IOException | RuntimeException e) {
            if (answered.compareAndSet(false, true)) {
                answer.accept(null, e);
            }
        }
    }

    private Proposed judge(@Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (failure == null && reply != null && reply.isSuccess()) {
            return Proposed.APPLIED;
        }
        Throwable cause = failure != null ? failure : reply == null ? null : reply.getException();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        LOG.debug("[group {}] an entry was not taken: {}", group, String.valueOf(cause));
        return cause instanceof NotLeaderException
                        || cause instanceof LeaderNotReadyException
                        || cause instanceof LeaderSteppingDownException
                ? Proposed.NOT_LEADER
                : Proposed.NOT_NOW;
    }
}
