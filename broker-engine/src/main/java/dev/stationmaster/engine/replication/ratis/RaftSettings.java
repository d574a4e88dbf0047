package dev.stationmaster.engine.replication.ratis;

import dev.stationmaster.engine.NodeConfig;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/// Every setting of Ratis that differs from its default, with the reason where it is not plain.
final class RaftSettings {
    static final int ENTRY_LIMIT = 768 * 1024;

    private RaftSettings() {}

    static RaftProperties of(NodeConfig config, int clusterPort) {
        RaftProperties properties = new RaftProperties();
        network(properties, config.host(), clusterPort);
        log(properties, config.sync());
        File raft = config.directory().resolve("raft").toFile();
        // While the server is built the directory is one without groups: else Ratis opens every group that it finds
        // there by itself, with the members and addresses that it once stored. See RatisLogs.
        RaftServerConfigKeys.setStorageDir(properties, List.of(new File(raft, "none")));
        RaftServerConfigKeys.setRemovedGroupsDir(properties, new File(raft, "removed"));
        // A laptop that slept must not lose its server.
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, true);
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, seconds(5));
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(properties, false);
        return properties;
    }

    /// Groups of several wait longer: a follower's pause must not cost an election. Read when a group is opened.
    static void setElectionTimeouts(RaftProperties properties, int members) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(members > 1 ? 300 : 50));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(members > 1 ? 600 : 100));
    }

    private static void network(RaftProperties properties, String host, int port) {
        GrpcConfigKeys.Server.setHost(properties, host);
        GrpcConfigKeys.Server.setPort(properties, port);
        GrpcConfigKeys.Server.setHeartbeatChannel(properties, true);
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(ENTRY_LIMIT + (2 << 20)));
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 16);
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, seconds(3));
        RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, seconds(60));
    }

    private static void log(RaftProperties properties, NodeConfig.Sync sync) {
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(ENTRY_LIMIT));
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, false);
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("1MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("64KB"));
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf("16MB"));
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
        // Else each quiet moment writes and flushes one more entry, which only tells how far was committed.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf("32MB"));
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, sync == NodeConfig.Sync.INTERVAL);
    }

    private static TimeDuration seconds(int seconds) {
        return TimeDuration.valueOf(seconds, TimeUnit.SECONDS);
    }

    private static TimeDuration millis(int millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
