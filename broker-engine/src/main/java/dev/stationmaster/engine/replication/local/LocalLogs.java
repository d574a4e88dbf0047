package dev.stationmaster.engine.replication.local;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.LogReplica;
import dev.stationmaster.engine.replication.ReplicatedLog;
import dev.stationmaster.engine.replication.ReplicatedLogs;
import dev.stationmaster.engine.replication.ReplicationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The logs of a node's groups of one, each in a directory of its own.
public final class LocalLogs implements ReplicatedLogs {
    private final NodeConfig config;
    private final Path directory;
    private final List<LocalLog> logs = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-flush").factory());

    public LocalLogs(NodeConfig config) {
        this.config = config;
        this.directory = config.directory().resolve("log");
    }

    /// What is not flushed at once is within an interval: all of it with `sync: interval`, else messages of memory
    /// streams.
    @Override
    public void start() {
        long nanos = Math.max(1_000_000, config.syncInterval().toNanos());
        timer.scheduleWithFixedDelay(() -> logs.forEach(LocalLog::flush), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public ReplicatedLog open(GroupId group, List<Integer> members, LogReplica replica) {
        if (!members.equals(List.of(config.node()))) {
            throw new IllegalArgumentException("group " + group + " of " + members + " is no group of this node alone");
        }
        Path folder = directory.resolve(group.name());
        try {
            boolean flushesEach = config.sync() == NodeConfig.Sync.ALWAYS;
            LogFiles files = LogFiles.open(
                    folder,
                    replica.durablePosition(),
                    flushesEach,
                    record -> replica.onEntry(
                            new LogReplica.Position(record.term(), record.index()),
                            ByteBuffer.wrap(record.header()),
                            record.payload(),
                            () -> {}));
            LocalLog log = new LocalLog(group, config.node(), files, replica, flushesEach);
            logs.add(log);
            return log;
        } catch (IOException e) {
            throw new ReplicationException("the log in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public long flushes() {
        return logs.stream().mapToLong(LocalLog::flushes).sum();
    }

    @Override
    public void close() {
        timer.shutdown();
        logs.forEach(LocalLog::close);
    }
}
