package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.LogReplica;
import dev.stationmaster.engine.replication.ReplicatedLog;
import dev.stationmaster.engine.replication.ReplicatedLogs;
import dev.stationmaster.engine.replication.local.LocalLogs;
import dev.stationmaster.engine.replication.ratis.RatisLogs;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A node's logs: groups of several by Raft, groups of one in files of the node (ADR-0006). A cluster's meta group is
/// by
/// Raft from its first node on, since it grows with the cluster; and a group stays with the log that it began with.
public final class GroupLogs implements ReplicatedLogs {
    private final NodeConfig config;
    private final Set<GroupId> alwaysRaft;
    private final LocalLogs local;
    private @Nullable RatisLogs raft;

    private GroupLogs(NodeConfig config, Set<GroupId> alwaysRaft) {
        this.config = config;
        this.alwaysRaft = alwaysRaft;
        this.local = new LocalLogs(config);
    }

    public static GroupLogs ofCluster(NodeConfig config) {
        return new GroupLogs(config, Set.of(GroupId.META));
    }

    /// A broker by itself starts no Raft server, unless an earlier version began its groups so.
    static GroupLogs bare(NodeConfig config) {
        return new GroupLogs(config, Set.of());
    }

    @Override
    public void start() {
        local.start();
    }

    @Override
    public ReplicatedLog open(GroupId group, List<Integer> members, LogReplica replica) {
        boolean byRaft = members.size() > 1 || alwaysRaft.contains(group) || RatisLogs.holds(config, group);
        return byRaft ? raft().open(group, members, replica) : local.open(group, members, replica);
    }

    private synchronized RatisLogs raft() {
        RatisLogs running = raft;
        if (running == null) {
            running = new RatisLogs(config);
            running.start();
            raft = running;
        }
        return running;
    }

    @Override
    public long flushes() {
        return local.flushes();
    }

    @Override
    public synchronized void close() {
        local.close();
        RatisLogs running = raft;
        if (running != null) {
            running.close();
        }
    }
}
