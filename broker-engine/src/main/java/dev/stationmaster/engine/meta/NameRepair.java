package dev.stationmaster.engine.meta;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finishes or undoes changes of names that a dead node left half done: at election and every ten seconds, on the meta
/// group's leader. Thread-safe.
public final class NameRepair implements MetaMachine.Leading {
    private static final Logger log = LoggerFactory.getLogger(NameRepair.class);
    private static final long PERIOD_SECONDS = 10;

    /// Younger ones are still being driven by the node that was asked.
    private static final long HALF_DONE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final ScheduledExecutorService timer;
    private final Supplier<MetaMachine> machine;
    private final Supplier<NameChanges> changes;
    private @Nullable ScheduledFuture<?> running;

    public NameRepair(ScheduledExecutorService timer, Supplier<MetaMachine> machine, Supplier<NameChanges> changes) {
        this.timer = timer;
        this.machine = machine;
        this.changes = changes;
    }

    @Override
    public synchronized void start() {
        stop();
        running = timer.scheduleWithFixedDelay(this::look, 1, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledFuture<?> before = running;
        if (before != null) {
            before.cancel(false);
            running = null;
        }
    }

    private void look() {
        machine.get().halfDone(HALF_DONE_AFTER_NANOS, found -> found.forEach(this::finish));
    }

    private void finish(MetaMachine.HalfDone half) {
        MetaState.Owner owner = half.owner();
        log.info("{} was left {}; finishing it", owner.name(), owner.phase());
        var done = owner.phase() == MetaState.Phase.DELETING
                ? changes.get().finishDelete(owner)
                : changes.get().finishCreate(owner, false, null);
        done.thenAccept(
                result -> log.info("{}: {}", owner.name(), result.getClass().getSimpleName()));
    }
}
