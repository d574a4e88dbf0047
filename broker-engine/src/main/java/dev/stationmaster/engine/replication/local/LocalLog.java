package dev.stationmaster.engine.replication.local;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.LogReplica;
import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.ReplicatedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of a group of one. It always leads; an entry is committed when it is flushed, which the proposing thread
/// does itself, once for all entries that wait: what gathers meanwhile comes next.
final class LocalLog implements ReplicatedLog {
    private static final Logger LOG = LoggerFactory.getLogger(LocalLog.class);

    private final GroupId group;
    private final int node;
    private final LogFiles files;
    private final LogReplica replica;
    private final boolean flushesEach;
    private volatile boolean closed;

    /// @param flushesEach whether an entry is flushed before it is committed; else [#flush] does it in time
    LocalLog(GroupId group, int node, LogFiles files, LogReplica replica, boolean flushesEach) {
        this.group = group;
        this.node = node;
        this.files = files;
        this.replica = replica;
        this.flushesEach = flushesEach;
    }

    @Override
    public GroupId group() {
        return group;
    }

    @Override
    public void propose(Proposal entry) {
        propose(List.of(entry));
    }

    @Override
    public void propose(List<Proposal> entries) {
        List<Position> positions = closed ? List.of() : append(entries);
        if (positions.isEmpty()) {
            entries.forEach(entry -> entry.done().accept(Proposed.NOT_NOW));
            return;
        }
        for (int i = 0; i < positions.size(); i++) {
            Proposal entry = entries.get(i);
            replica.onEntry(
                    positions.get(i),
                    ByteBuffer.wrap(entry.header()),
                    entry.payload(),
                    () -> entry.done().accept(closed ? Proposed.NOT_NOW : Proposed.APPLIED));
        }
    }

    /// Nobody is told of any of them before all are on disk.
    ///
    /// @return empty when that failed
    private List<Position> append(List<Proposal> entries) {
        try {
            List<Position> positions = new ArrayList<>(entries.size());
            for (Proposal entry : entries) {
                positions.add(files.append(entry.header(), entry.payload()));
            }
            boolean flushes = flushesEach && entries.stream().anyMatch(Proposal::lasting);
            files.write(flushes);
            if (flushes) {
                files.flush();
            }
            return positions;
        } catch (IOException e) {
            fail(e);
            return List.of();
        }
    }

    /// Flushes what was not flushed yet, with `sync: interval`.
    void flush() {
        try {
            if (!closed && files.isDirty()) {
                files.flush();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    long flushes() {
        return files.flushes();
    }

    /// A failed write or flush is final: nobody knows what is on disk.
    private void fail(IOException cause) {
        if (!closed) {
            closed = true;
            LOG.error("[group {}] the log cannot be written", group, cause);
            replica.onLogFailed("its log cannot be written: " + cause.getMessage());
        }
    }

    @Override
    public void confirmLeadership(Consumer<Boolean> answer) {
        answer.accept(!closed);
    }

    @Override
    public int leader() {
        return closed ? 0 : node;
    }

    @Override
    public long term() {
        return files.term();
    }

    @Override
    public boolean isLeaderReady() {
        return !closed;
    }

    @Override
    public boolean transferLeadership(int target, long timeoutMillis) {
        return target == 0 || target == node;
    }

    @Override
    public void forgetUpTo(long index) {
        try {
            files.forget(index);
        } catch (IOException e) {
            LOG.warn("[group {}] a spare file of the log was not removed: {}", group, e.getMessage());
        }
    }

    @Override
    public long neededByFollowers() {
        return Long.MAX_VALUE;
    }

    @Override
    public Status status() {
        long last = files.lastIndex();
        return new Status(leader(), term(), last, replica.appliedPosition().index(), last, List.of());
    }

    @Override
    public void closeBroken(String reason) {
        LOG.error("[group {}] closing this node's log: {}", group, reason);
        closed = true;
    }

    void close() {
        flush();
        closed = true;
        try {
            files.close();
        } catch (IOException e) {
            LOG.warn("[group {}] the log did not close cleanly: {}", group, e.getMessage());
        }
    }
}
