package dev.stationmaster.engine.replication.ratis;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects anew to peers that answer nothing. Ratis opens a stream to a follower again when it breaks, but not when
/// its heartbeats are only left unanswered: a follower behind a half-open connection would never hear of its leader.
final class SilentPeers implements AutoCloseable {
    /// Longer than a pause of the other process; elections take a tenth of it.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SilentPeers.class);

    private final Duration patience;
    private final Supplier<Collection<RatisLog>> logs;
    private final Connections connections;
    private final Map<Integer, Long> connectedAnew = new HashMap<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "raft silent peers");
        thread.setDaemon(true);
        return thread;
    });

    interface Connections {
        /// Closes the connections to a node, which are opened again when they are needed. May block for seconds.
        void reset(int node);
    }

    SilentPeers(Duration patience, Supplier<Collection<RatisLog>> logs, Connections connections) {
        this.patience = patience;
        this.logs = logs;
        this.connections = connections;
    }

    void start() {
        long pause = patience.toMillis() / 4;
        executor.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Set<Integer> silent = new HashSet<>();
            logs.get().forEach(log -> silent.addAll(log.silentFollowers(patience)));
            connectedAnew.keySet().retainAll(silent);
            silent.forEach(this::connectAnew);
        } catch (RuntimeException e) {
            LOG.warn("the look for silent peers failed; the next one follows", e);
        }
    }

    private void connectAnew(int node) {
        long now = System.nanoTime();
        Long before = connectedAnew.get(node);
        if (before != null && now - before < patience.toNanos()) {
            return;
        }
        if (before == null) {
            LOG.warn("node {} has answered nothing in a group led here for {}: connecting anew", node, patience);
        }
        connectedAnew.put(node, now);
        connections.reset(node);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
