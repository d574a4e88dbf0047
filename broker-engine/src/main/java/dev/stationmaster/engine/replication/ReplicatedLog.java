package dev.stationmaster.engine.replication;

import java.util.List;
import java.util.function.Consumer;

/// This node's replica of one group's log. Thread-safe.
///
/// An entry is a header and a payload, apart: what says what to do, and the bytes of messages. A log may store them in
/// different places; now both are in the Raft log.
public interface ReplicatedLog {
    /// What header and payload of one entry may have together, in bytes.
    int ENTRY_BYTES_MAX = 704 * 1024;

    GroupId group();

    /// Submits an entry. Called from one thread; entries are appended in the order of calls. May wait a little for
    /// Raft's own lock.
    void propose(Proposal entry);

    /// Submits entries in order, as [#propose] does each; a log that flushes by itself does it once for all of them.
    default void propose(List<Proposal> entries) {
        entries.forEach(this::propose);
    }

    /// Proves that this node still leads: answers true on any thread when it did at some moment after the call.
    void confirmLeadership(Consumer<Boolean> answer);

    /// Node that leads as far as this replica knows, 0 for none.
    int leader();

    long term();

    /// Whether this node leads and has applied what was committed before its term.
    boolean isLeaderReady();

    /// Hands leadership to the follower that is furthest, or to `node` unless 0. Returns when it is done or failed.
    boolean transferLeadership(int node, long timeoutMillis);

    /// Entries up to here are in a durable checkpoint, and the log may forget them.
    void forgetUpTo(long index);

    /// Highest index that every other replica is known to have committed: what follows is needed still. -1 while one of
    /// them is unknown, [Long#MAX_VALUE] in a group of one.
    long neededByFollowers();

    /// Where the replicas are; empty followers unless this node leads.
    Status status();

    /// Closes this replica alone, because its state cannot go on.
    void closeBroken(String reason);

    /// An entry to be.
    ///
    /// @param lasting false where nothing in it must outlive a power cut: it may be committed unflushed
    /// @param done called once, on any thread: after it was applied here, or when that is not known to happen
    record Proposal(byte[] header, Payloads payload, boolean lasting, Consumer<Proposed> done) {
        /// @throws IllegalArgumentException when it is longer than [#ENTRY_BYTES_MAX]
        public Proposal {
            int length = header.length + payload.length();
            if (length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "entry of " + length + " bytes exceeds the limit of " + ENTRY_BYTES_MAX);
            }
        }
    }

    /// What became of a proposal.
    enum Proposed {
        APPLIED,
        /// This node does not lead; the entry may still be committed by the next leader.
        NOT_LEADER,
        /// Too much is under way, or the log is closing.
        NOT_NOW
    }

    /// @param matchIndex highest entry known to be on that node
    record Follower(int node, long matchIndex, boolean reachable) {}

    /// @param lastIndex last entry in this replica's log
    record Status(
            int leader, long term, long commitIndex, long appliedIndex, long lastIndex, List<Follower> followers) {}
}
