package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.partition.LoopQueue.Item;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.LogReplica;
import dev.stationmaster.engine.replication.OutcomeHandler;
import dev.stationmaster.engine.replication.Payloads;
import dev.stationmaster.engine.replication.ReplicatedLog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread of a Raft group on this node (engine.md §5): applies entries, runs the leader's side, captures
/// checkpoints. Ratis's threads only hand over; what they hand over is bounded by [LoopQueue].
///
/// States: opening (restored, nothing handed over yet) → running ⇄ leading → stopped. A broken machine, an unknown
/// command or a storage error stops it before it would go past the entry; nothing starts it again but the node's start.
final class GroupLoop implements LogReplica, MachineContext {
    private static final Logger LOG = LoggerFactory.getLogger(GroupLoop.class);
    private static final int TURN_ITEMS_MAX = 256;
    private static final long TICK_NANOS = 250_000_000L;

    private final GroupId group;
    private final int node;
    private final boolean groupOfOne;
    private final GroupMachine machine;
    private final OriginSessions sessions = new OriginSessions();
    private final EntryApplier applier;
    private final GroupClock clock;
    private final LoopQueue queue = new LoopQueue();
    private final LoopTimers timers = new LoopTimers();
    private final LeaderCommands leaderCommands;
    private final GroupCheckpoints checkpoints;
    private final Listener listener;
    private static final long HAND_OVER_MILLIS = 3000;

    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /// Set once by [#start], before the thread runs.
    private volatile @Nullable ReplicatedLog log;

    private volatile @Nullable Proposer proposer;
    private @Nullable LeaderRight right;

    /// Written by the loop, read by anyone.
    private volatile Position applied = Position.NONE;

    private volatile boolean leading;
    private volatile boolean broken;
    private long lastEntryTicks;

    /// What the group's host hears of the loop; called on any thread, must not block.
    interface Listener {
        void onLeaderChanged(GroupId group, int node, long term);

        /// The replica stopped by itself.
        void onBroken(GroupId group, String reason);
    }

    GroupLoop(
            GroupId group,
            int node,
            boolean groupOfOne,
            Path directory,
            GroupMachine.Factory factory,
            Checkpointer checkpointer,
            Listener listener) {
        this.group = group;
        this.node = node;
        this.groupOfOne = groupOfOne;
        this.listener = listener;
        this.clock = new GroupClock(group.name(), System::nanoTime, GroupClock::systemWallNanos);
        this.machine = factory.create(this, directory);
        this.applier = new EntryApplier(machine, sessions);
        this.leaderCommands = new LeaderCommands(group, this);
        this.checkpoints = new GroupCheckpoints(this, directory, machine, sessions, applier, checkpointer);
        this.thread = new Thread(this::run, "group " + group);
        this.thread.setDaemon(true);
    }

    /// Sets the state from the checkpoint, where there is one.
    void restore() {
        applied = checkpoints.restore();
    }

    /// Before the log is opened: entries may come from now on.
    void startThread() {
        thread.start();
    }

    /// The log is open.
    void attach(ReplicatedLog openLog) {
        Proposer fresh = new Proposer(openLog, clock);
        fresh.start();
        runInLoop(() -> {
            log = openLog;
            proposer = fresh;
            right = new LeaderRight(this, openLog, System::nanoTime, groupOfOne);
            checkpoints.attach(openLog);
            if (openLog.isLeaderReady()) {
                leaderReady(openLog.term());
            }
        });
    }

    // What the log hands over.

    @Override
    public Position durablePosition() {
        return checkpoints.durable();
    }

    @Override
    public Position appliedPosition() {
        return applied;
    }

    @Override
    public void onEntry(Position position, ByteBuffer header, Payloads payload, Runnable done) {
        if (!queue.putEntry(new Item.Entry(position, header, payload, done))) {
            done.run();
        }
    }

    @Override
    public void onIndex(Position position) {
        queue.putTask(() -> {
            if (!broken && position.index() > applied.index()) {
                applied = position;
            }
        });
    }

    @Override
    public void onLeaderReady(long term) {
        queue.putTask(() -> leaderReady(term));
    }

    @Override
    public void onLeaderLost() {
        queue.putTask(this::leaderLost);
    }

    @Override
    public void onLeaderChanged(int leader, long term) {
        listener.onLeaderChanged(group, leader, term);
    }

    @Override
    public void onLogFailed(String reason) {
        queue.putTask(() -> stopBroken(reason));
    }

    // What the machine and the host ask for.

    @Override
    public GroupId group() {
        return group;
    }

    @Override
    public int node() {
        return node;
    }

    @Override
    public long groupTimeNanos() {
        return applier.groupTimeNanos();
    }

    @Override
    public long leaderTimeNanos() {
        return leading ? clock.now() : applier.groupTimeNanos();
    }

    @Override
    public long ticker() {
        return System.nanoTime();
    }

    /// From any thread.
    @Override
    public boolean isLeader() {
        return leading;
    }

    @Override
    public void propose(byte[] command, byte[] payload, OutcomeHandler handler) {
        assert inLoop();
        leaderCommands.propose(command, payload, handler);
    }

    @Override
    public boolean execute(Runnable task) {
        return queue.putTask(task);
    }

    @Override
    public GroupContext.Timer schedule(long delayNanos, Runnable task) {
        assert inLoop();
        return timers.add(System.nanoTime() + Math.max(0, delayNanos), task);
    }

    @Override
    public void handOver(int to, Consumer<Boolean> done) {
        ReplicatedLog own = log;
        if (groupOfOne || own == null) {
            done.accept(groupOfOne);
            return;
        }
        Thread.ofVirtual().name("hand over " + group).start(() -> {
            boolean worked = own.transferLeadership(to, HAND_OVER_MILLIS);
            execute(() -> done.accept(worked));
        });
    }

    @Override
    public boolean mayServe(Runnable retry) {
        assert inLoop();
        return right != null && right.mayServe(retry);
    }

    /// Hands a request to the machine while this node leads.
    ///
    /// @return false when it was not taken
    boolean offerRequest(GroupRequest request) {
        return leading
                && queue.offerRequest(() -> {
                    if (leading) {
                        machine.onRequest(request);
                    }
                });
    }

    /// Takes a batch of an origin; the reply comes once, on any thread.
    void offerBatch(Batch batch, java.util.function.Consumer<BatchReply> reply) {
        Proposer current = proposer;
        if (!leading || current == null) {
            ReplicatedLog open = log;
            int leader = open == null ? 0 : open.leader();
            BatchReply.Kind kind = leader == node ? BatchReply.Kind.BUSY : BatchReply.Kind.NOT_LEADER;
            reply.accept(BatchReply.of(batch, kind, leader));
            return;
        }
        current.offer(batch, reply);
    }

    Proposer proposer() {
        Proposer current = proposer;
        if (current == null) {
            throw new IllegalStateException("group " + group + " proposes before its log is open");
        }
        return current;
    }

    boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    void runInLoop(Runnable task) {
        if (inLoop()) {
            task.run();
        } else {
            queue.putTask(task);
        }
    }

    boolean isBroken() {
        return broken;
    }

    /// Writes a last checkpoint and stops. The log must be closed already, so that nothing comes any more.
    void close(long timeoutMillis) {
        CountDownLatch written = new CountDownLatch(1);
        boolean asked = queue.putTask(() -> {
            leaderLost();
            if (broken) {
                written.countDown();
            } else {
                checkpoints.writeLast(written::countDown);
            }
        });
        try {
            if (asked && !written.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
                LOG.warn("[group {}] the last checkpoint took more than {} ms and was left", group, timeoutMillis);
            }
            queue.putTask(() -> stop(null));
            stopped.await(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // The loop.

    private void run() {
        List<Item> items = new ArrayList<>(TURN_ITEMS_MAX);
        scheduleTick();
        checkpoints.scheduleCheck();
        try {
            while (stopped.getCount() > 0) {
                queue.take(items, TURN_ITEMS_MAX, timers.nanosToNext(System.nanoTime()));
                for (Item item : items) {
                    handle(item);
                }
                items.clear();
                timers.run(System.nanoTime());
                leaderCommands.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopBroken("its thread was interrupted");
        } catch (Throwable e) {
            LOG.error("[group {}] the loop failed", group, e);
            stopBroken("the loop failed: " + e);
        }
    }

    private void handle(Item item) {
        switch (item) {
            case Item.Entry entry -> {
                try {
                    if (!broken) {
                        applyEntry(entry);
                    }
                } finally {
                    queue.release(entry);
                    entry.applied().run();
                }
            }
            case Item.Task(Runnable run) -> run.run();
        }
    }

    private void applyEntry(Item.Entry entry) {
        if (entry.position().index() <= applied.index()) {
            return;
        }
        List<EntryApplier.Result> results;
        try {
            results = applier.apply(entry.position(), entry.header(), entry.payload());
        } catch (EntryApplier.UnknownEntryException e) {
            stopBroken(String.valueOf(e.getMessage()));
            return;
        } catch (RuntimeException e) {
            LOG.error(
                    "[group {}] entry {} cannot be applied",
                    group,
                    entry.position().index(),
                    e);
            stopBroken("entry " + entry.position().index() + " cannot be applied: " + e);
            return;
        }
        applied = entry.position();
        lastEntryTicks = System.nanoTime();
        checkpoints.onApplied(entry.bytes());
        if (leading) {
            Proposer current = proposer();
            results.forEach(current::onApplied);
        }
    }

    private void leaderReady(long term) {
        ReplicatedLog open = log;
        if (open == null || broken || leading || !open.isLeaderReady()) {
            return;
        }
        LOG.info("[group {}] node {} leads in term {}", group, node, term);
        clock.start(applier.groupTimeNanos());
        leaderCommands.onLeaderReady(term);
        if (right != null) {
            right.onLeaderReady();
        }
        proposer().onLeaderReady();
        leading = true;
        listener.onLeaderChanged(group, node, term);
        machine.onLeaderReady();
    }

    private void leaderLost() {
        if (!leading) {
            return;
        }
        LOG.info("[group {}] node {} leads no longer", group, node);
        leading = false;
        proposer().onLeaderLost();
        leaderCommands.onLeaderLost();
        if (right != null) {
            right.onLeaderLost();
        }
        machine.onLeaderLost();
    }

    /// Where something is due by age and no entry moves group time, an empty one does. Also notices a leadership that
    /// ended without a word.
    private void scheduleTick() {
        timers.add(System.nanoTime() + TICK_NANOS, () -> {
            scheduleTick();
            ReplicatedLog open = log;
            if (open == null || broken) {
                return;
            }
            if (leading && !open.isLeaderReady()) {
                leaderLost();
            } else if (!leading && open.isLeaderReady()) {
                leaderReady(open.term());
            }
            boolean quiet = System.nanoTime() - lastEntryTicks >= TICK_NANOS;
            if (leading && quiet && machine.nextDueNanos() <= clock.now()) {
                proposer().tick();
            }
        });
    }

    private void stopBroken(String reason) {
        if (broken) {
            return;
        }
        broken = true;
        LOG.error("[group {}] this replica stops at entry {}: {}", group, applied.index(), reason);
        leaderLost();
        ReplicatedLog open = log;
        if (open != null) {
            // Closing waits for Ratis's threads, which may wait for this loop.
            Thread.ofPlatform().daemon().name("closing group " + group).start(() -> open.closeBroken(reason));
        }
        listener.onBroken(group, reason);
    }

    private void stop(@Nullable String reason) {
        if (proposer != null) {
            proposer.stop();
        }
        for (Item item : queue.close()) {
            if (item instanceof Item.Entry entry) {
                entry.applied().run();
            }
        }
        machine.close();
        stopped.countDown();
        LOG.debug("[group {}] stopped at entry {}{}", group, applied.index(), reason == null ? "" : ": " + reason);
    }
}
