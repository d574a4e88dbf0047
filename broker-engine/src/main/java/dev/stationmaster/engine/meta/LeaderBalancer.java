package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.meta.LeaderSpread.Led;
import dev.stationmaster.engine.partition.GroupHost;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.time.Ticker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Spreads the leaderships of groups over the nodes while this node leads the meta group (engine.md §2): one at a time,
/// and only to nodes that have been there for a minute. Thread-safe.
public final class LeaderBalancer implements MetaMachine.Leading {
    private static final Logger log = LoggerFactory.getLogger(LeaderBalancer.class);
    private static final long LOOK_SECONDS = 2;
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long BETWEEN_MOVES_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ScheduledExecutorService timer;
    private final GroupHost groups;
    private final IntPredicate linked;
    private final int ownNode;
    private final BiConsumer<GroupId, Integer> handOver;
    private final Ticker ticker;
    private final Map<Integer, Long> upSince = new HashMap<>();
    private long notBefore;
    private @Nullable ScheduledFuture<?> running;

    /// @param linked whether another node is there
    /// @param handOver asks the group's leader to hand leadership to the node
    public LeaderBalancer(
            ScheduledExecutorService timer,
            GroupHost groups,
            IntPredicate linked,
            int ownNode,
            BiConsumer<GroupId, Integer> handOver,
            Ticker ticker) {
        this.timer = timer;
        this.groups = groups;
        this.linked = linked;
        this.ownNode = ownNode;
        this.handOver = handOver;
        this.ticker = ticker;
    }

    @Override
    public synchronized void start() {
        stop();
        upSince.clear();
        notBefore = ticker.nanos();
        running = timer.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledFuture<?> before = running;
        if (before != null) {
            before.cancel(false);
            running = null;
        }
    }

    synchronized void look() {
        long now = ticker.nanos();
        List<Led> led = groups.groups().stream()
                .filter(group ->
                        !group.equals(GroupId.META) && groups.members(group).size() > 1)
                .map(group -> new Led(group, groups.leader(group), groups.members(group)))
                .toList();
        Set<Integer> ready = ready(led, now);
        if (now - notBefore < 0) {
            return;
        }
        LeaderSpread.next(led, ready).ifPresent(move -> {
            log.info("[group {}] node {} shall lead instead of node {}", move.group(), move.to(), move.from());
            notBefore = now + BETWEEN_MOVES_NANOS;
            handOver.accept(move.group(), move.to());
        });
    }

    /// Nodes that have been there without a break for long enough.
    private Set<Integer> ready(List<Led> led, long now) {
        Set<Integer> ready = new HashSet<>();
        for (int node :
                led.stream().flatMap(one -> one.members().stream()).distinct().toList()) {
            if (node != ownNode && !linked.test(node)) {
                upSince.remove(node);
            } else if (now - upSince.computeIfAbsent(node, fresh -> now) >= SETTLED_NANOS) {
                ready.add(node);
            }
        }
        return ready;
    }
}
