package dev.stationmaster.engine.replication.ratis;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.LogReplica;
import dev.stationmaster.engine.replication.ReplicatedLog;
import dev.stationmaster.engine.replication.ReplicatedLogs;
import dev.stationmaster.engine.replication.ReplicationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Raft server of one node: one gRPC port, many groups. Opens each group itself with members and addresses of the
/// node's configuration, whatever Raft stored of them.
public final class RatisLogs implements ReplicatedLogs {
    private static final Logger LOG = LoggerFactory.getLogger(RatisLogs.class);

    private final NodeConfig config;
    private final int clusterPort;
    private final RaftNames names;
    private final RaftProperties properties;
    private final RaftServer server;
    private final Map<RaftGroupId, GroupStateMachine> stateMachines = new ConcurrentHashMap<>();
    private final Map<GroupId, RatisLog> logs = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final Path groupDirectories;
    private final IntervalFlush intervalFlush;
    private final SilentPeers silentPeers;

    public RatisLogs(NodeConfig config) {
        this(config, SilentPeers.PATIENCE);
    }

    /// @param patience how long a follower may answer nothing
    RatisLogs(NodeConfig config, Duration patience) {
        // Ratis ends the JVM when its port is taken; here it throws instead.
        ExitUtils.disableSystemExit();
        this.config = config;
        this.clusterPort = config.members().stream()
                .filter(member -> member.node() == config.node())
                .findFirst()
                .orElseThrow()
                .clusterPort();
        this.names = new RaftNames(config);
        this.groupDirectories = directory(config);
        this.intervalFlush = new IntervalFlush(groupDirectories, this::onFlushFailed);
        this.silentPeers = new SilentPeers(patience, logs::values, this::connectAnew);
        this.properties = RaftSettings.of(config, clusterPort);
        RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, (builder, types) -> builder.intercept(new PeersOnly()));
        try {
            this.server = RaftServer.newBuilder()
                    .setServerId(names.peer(config.node()).getId())
                    .setStateMachineRegistry(this::stateMachine)
                    .setProperties(properties)
                    .setParameters(parameters)
                    .build();
        } catch (IOException e) {
            throw new ReplicationException("the Raft server of node " + config.node() + " cannot be built", e);
        }
    }

    /// Whether this node has a Raft log of the group on its disk.
    public static boolean holds(NodeConfig config, GroupId group) {
        return Files.isDirectory(directory(config)
                .resolve(new RaftNames(config).groupId(group).getUuid().toString()));
    }

    private static Path directory(NodeConfig config) {
        return config.directory().resolve("raft").resolve("groups");
    }

    @Override
    public void start() {
        requirePortFree();
        RaftServerConfigKeys.setStorageDir(properties, List.of(groupDirectories.toFile()));
        // Ratis keeps the first address that it hears for a peer: ours, before any that was stored.
        server.getServerRpc()
                .addRaftPeers(names.peers().stream()
                        .filter(peer -> !peer.getId().equals(server.getId()))
                        .toList());
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw new ReplicationException(
                    "the Raft server of node " + config.node() + " cannot start on " + config.host() + ":"
                            + clusterPort,
                    e);
        }
        if (config.sync() == NodeConfig.Sync.INTERVAL) {
            intervalFlush.start(config.syncInterval());
        }
        silentPeers.start();
    }

    @Override
    public synchronized ReplicatedLog open(GroupId group, List<Integer> members, LogReplica replica) {
        RaftGroup raftGroup = names.group(group, members);
        GroupStateMachine stateMachine = new GroupStateMachine(group.name(), names, replica);
        stateMachines.put(raftGroup.getGroupId(), stateMachine);
        RaftSettings.setElectionTimeouts(properties, members.size());
        GroupManagementRequest add = GroupManagementRequest.newAdd(
                ClientId.emptyClientId(), server.getId(), calls.incrementAndGet(), raftGroup, false);
        try {
            RaftClientReply reply = server.groupManagement(add);
            if (!reply.isSuccess()) {
                throw notOpened(group, raftGroup, reply.getException());
            }
            RatisLog log = new RatisLog(
                    group, names, server, server.getDivision(raftGroup.getGroupId()), stateMachine, members.size());
            logs.put(group, log);
            return log;
        } catch (IOException e) {
            throw notOpened(group, raftGroup, e);
        }
    }

    /// Ratis tells what is wrong in its innermost cause, but not where.
    private ReplicationException notOpened(GroupId group, RaftGroup raftGroup, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        Path files = groupDirectories.resolve(raftGroup.getGroupId().getUuid().toString());
        return new ReplicationException(
                "group " + group + " cannot be opened from its Raft files in " + files + ": " + root.getMessage(),
                cause);
    }

    @Override
    public void close() {
        intervalFlush.close();
        silentPeers.close();
        logs.values().forEach(RatisLog::onClosing);
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("the Raft server of node {} did not close cleanly", config.node(), e);
        }
    }

    /// Whether the server still runs: liveness of the node.
    public boolean isRunning() {
        return server.getLifeCycleState() == LifeCycle.State.RUNNING;
    }

    private void connectAnew(int node) {
        server.getServerRpc().handleException(names.peer(node).getId(), new IOException("no answer"), true);
    }

    private void onFlushFailed(String reason) {
        stateMachines.values().forEach(stateMachine -> stateMachine.onFlushFailed(reason));
    }

    private GroupStateMachine stateMachine(RaftGroupId id) {
        GroupStateMachine stateMachine = stateMachines.get(id);
        if (stateMachine == null) {
            throw new IllegalStateException("group " + id + " was opened by nobody");
        }
        return stateMachine;
    }

    private void requirePortFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(config.host()), clusterPort));
        } catch (IOException e) {
            throw new ReplicationException("cluster port " + config.host() + ":" + clusterPort + " is taken", e);
        }
    }
}
