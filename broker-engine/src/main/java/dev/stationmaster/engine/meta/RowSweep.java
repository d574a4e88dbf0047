package dev.stationmaster.engine.meta;

import dev.stationmaster.metadata.MetadataException;
import dev.stationmaster.metadata.MetadataStores;
import dev.stationmaster.metadata.RowRetention;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes rows past their retention from the metadata every two minutes, while this node leads the meta group: one
/// node
/// does it. Thread-safe.
public final class RowSweep implements MetaMachine.Leading {
    private static final Logger log = LoggerFactory.getLogger(RowSweep.class);
    private static final long PERIOD_SECONDS = 120;

    private final ScheduledExecutorService timer;
    private final MetadataStores stores;
    private final Supplier<Instant> clock;
    private @Nullable ScheduledFuture<?> running;

    public RowSweep(ScheduledExecutorService timer, MetadataStores stores, Supplier<Instant> clock) {
        this.timer = timer;
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        stop();
        running = timer.scheduleWithFixedDelay(
                () -> Thread.ofVirtual().name("row-sweep").start(this::sweep), 5, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledFuture<?> before = running;
        if (before != null) {
            before.cancel(false);
            running = null;
        }
    }

    void sweep() {
        try {
            int removed = RowRetention.of(stores.settings()).sweep(stores, clock.get());
            if (removed > 0) {
                log.info("{} rows past their retention were removed from the metadata", removed);
            }
        } catch (MetadataException away) {
            log.debug("the metadata cannot be swept for now: {}", away.getMessage());
        }
    }
}
