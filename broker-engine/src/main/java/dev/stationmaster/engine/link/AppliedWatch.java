package dev.stationmaster.engine.link;

import dev.stationmaster.engine.meta.NameChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Knows how far each node that is up has applied the meta group, so that a change of names is answered when everybody
/// knows it, at most [#MILLIS_MAX] late. Thread-safe.
public final class AppliedWatch implements NameChanges.AppliedEverywhere {
    private static final long MILLIS_MAX = 500;

    private record Waiter(long index, CompletableFuture<Void> done) {}

    /// Applied index by node; a node that is down is not in it.
    private final Map<Integer, Long> applied = new ConcurrentHashMap<>();

    private final List<Waiter> waiters = new ArrayList<>();

    public AppliedWatch(int ownNode) {
        applied.put(ownNode, 0L);
    }

    @Override
    public CompletableFuture<Void> await(long index) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (waiters) {
            waiters.add(new Waiter(index, done));
        }
        wake();
        return done.completeOnTimeout(null, MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    /// A node has applied up to here.
    public void onApplied(int node, long index) {
        applied.merge(node, index, Math::max);
        wake();
    }

    public void onDown(int node) {
        applied.remove(node);
        wake();
    }

    private void wake() {
        long everywhere =
                applied.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        List<Waiter> ready;
        synchronized (waiters) {
            ready = waiters.stream()
                    .filter(waiter ->
                            waiter.index() <= everywhere || waiter.done().isDone())
                    .toList();
            waiters.removeAll(ready);
        }
        ready.forEach(waiter -> waiter.done().complete(null));
    }
}
