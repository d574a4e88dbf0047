package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.ReplicatedLog;
import dev.stationmaster.engine.replication.ReplicatedLog.Proposal;
import dev.stationmaster.engine.replication.ReplicatedLog.Proposed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Group commit (engine.md §3): takes what has gathered from all origins into one entry, at once when nothing is under
/// way, more while a flush is. Its one thread keeps the order of submission. Thread-safe.
///
/// A batch's origin is answered by the loop after apply, or here when the entry was not taken.
final class Proposer {
    private static final Logger LOG = LoggerFactory.getLogger(Proposer.class);

    /// What an entry holds, unless its first batch alone is larger.
    static final int ENTRY_BYTES = 512 * 1024;

    /// Entries below this size wait for company while two are under way.
    private static final int SMALL_BYTES = 64 * 1024;

    private static final int SMALL_UNDER_WAY_MAX = 2;
    private static final int UNDER_WAY_MAX = 8;

    /// Entries that share a flush, where the log makes one of its own.
    private static final int ENTRIES_AT_ONCE = 4;

    /// Each origin has a window, so only many broken ones come here.
    private static final int QUEUE_MAX = 1024;

    private record Key(int origin, long session, long number) {
        static Key of(Batch batch) {
            return new Key(batch.origin(), batch.session(), batch.number());
        }
    }

    private static final class Pending {
        final Batch batch;
        Consumer<BatchReply> reply;

        Pending(Batch batch, Consumer<BatchReply> reply) {
            this.batch = batch;
            this.reply = reply;
        }
    }

    private final ReplicatedLog log;
    private final GroupClock clock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final Map<Key, Pending> pending = new HashMap<>();
    private long queuedBytes;
    private int underWay;
    private boolean accepting;
    private boolean tickWanted;
    private boolean stopped;

    Proposer(ReplicatedLog log, GroupClock clock) {
        this.log = log;
        this.clock = clock;
        this.thread = new Thread(this::run, "proposer " + log.group());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /// This node leads and is ready.
    void onLeaderReady() {
        lock.lock();
        try {
            accepting = true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives everything back that waits or is under way.
    void onLeaderLost() {
        List<Pending> left;
        lock.lock();
        try {
            accepting = false;
            tickWanted = false;
            left = new ArrayList<>(pending.values());
            pending.clear();
            queue.clear();
            queuedBytes = 0;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(one -> one.reply.accept(BatchReply.of(one.batch, BatchReply.Kind.NOT_LEADER, 0)));
    }

    /// Takes a batch. The reply comes once, on any thread.
    void offer(Batch batch, Consumer<BatchReply> reply) {
        lock.lock();
        try {
            if (accepting && queue.size() < QUEUE_MAX) {
                Pending known = pending.get(Key.of(batch));
                if (known != null) {
                    // Sent again while it is under way: who asked last is answered.
                    known.reply = reply;
                    return;
                }
                Pending fresh = new Pending(batch, reply);
                pending.put(Key.of(batch), fresh);
                queue.add(fresh);
                queuedBytes += batch.bytes();
                work.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        reply.accept(BatchReply.of(batch, BatchReply.Kind.BUSY, 0));
    }

    /// An empty entry, so that group time moves; nothing when one goes anyway.
    void tick() {
        lock.lock();
        try {
            if (accepting && queue.isEmpty() && underWay == 0) {
                tickWanted = true;
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The entry with this batch was applied: answers who waits for it.
    void onApplied(EntryApplier.Result result) {
        Pending waiting;
        lock.lock();
        try {
            waiting = pending.remove(new Key(result.origin(), result.session(), result.number()));
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.reply.accept(new BatchReply(
                    log.group(), result.session(), result.number(), result.kind(), result.value(), result.outcomes()));
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        onLeaderLost();
    }

    private void run() {
        try {
            while (true) {
                List<List<Batch>> entries = nextEntries();
                if (entries == null) {
                    return;
                }
                submit(entries);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("[group {}] the proposer stopped", log.group(), e);
            onLeaderLost();
        }
    }

    /// What may go now, as entries; null when stopped.
    private @Nullable List<List<Batch>> nextEntries() throws InterruptedException {
        lock.lock();
        try {
            while (!stopped && !mayGo()) {
                work.await();
            }
            if (stopped) {
                return null;
            }
            tickWanted = false;
            List<List<Batch>> entries = new ArrayList<>();
            do {
                entries.add(nextEntry());
                underWay++;
            } while (entries.size() < ENTRIES_AT_ONCE && !queue.isEmpty() && mayGo());
            return entries;
        } finally {
            lock.unlock();
        }
    }

    private List<Batch> nextEntry() {
        List<Batch> batches = new ArrayList<>();
        int size = EntryHeader.FIXED;
        while (!queue.isEmpty()) {
            Batch next = queue.peek().batch;
            int more = next.bytes() + EntryHeader.BATCH_FIXED;
            if (!batches.isEmpty() && size + more > ENTRY_BYTES) {
                break;
            }
            size += more;
            queue.poll();
            queuedBytes -= next.bytes();
            batches.add(next);
        }
        return batches;
    }

    private boolean mayGo() {
        if (!accepting) {
            return false;
        }
        if (queue.isEmpty()) {
            return tickWanted && underWay == 0;
        }
        return underWay < (queuedBytes >= SMALL_BYTES ? UNDER_WAY_MAX : SMALL_UNDER_WAY_MAX);
    }

    private void submit(List<List<Batch>> entries) {
        List<Proposal> proposals;
        try {
            proposals = entries.stream().map(this::proposal).toList();
        } catch (RuntimeException e) {
            LOG.error("[group {}] {} entries were not proposed", log.group(), entries.size(), e);
            entries.forEach(batches -> onProposed(batches, Proposed.NOT_NOW));
            return;
        }
        log.propose(proposals);
    }

    private Proposal proposal(List<Batch> batches) {
        byte[] header = EntryHeader.header(clock.now(), batches);
        boolean lasting = batches.stream().anyMatch(Batch::lasting);
        return new Proposal(header, EntryHeader.payload(batches), lasting, proposed -> onProposed(batches, proposed));
    }

    private void onProposed(List<Batch> batches, Proposed proposed) {
        List<Pending> refused = new ArrayList<>();
        lock.lock();
        try {
            underWay--;
            work.signal();
            if (proposed != Proposed.APPLIED) {
                for (Batch batch : batches) {
                    Pending one = pending.remove(Key.of(batch));
                    if (one != null) {
                        refused.add(one);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        BatchReply.Kind kind = proposed == Proposed.NOT_LEADER ? BatchReply.Kind.NOT_LEADER : BatchReply.Kind.BUSY;
        int leader = log.leader();
        refused.forEach(one -> one.reply.accept(BatchReply.of(one.batch, kind, leader)));
    }
}
