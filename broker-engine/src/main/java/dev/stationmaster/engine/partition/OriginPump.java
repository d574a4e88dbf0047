package dev.stationmaster.engine.partition;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that sends for all origins of a node and answers their commands. What waits for it is bounded by the
/// origins' windows.
final class OriginPump {
    private static final Logger LOG = LoggerFactory.getLogger(OriginPump.class);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Thread thread;
    private final ConcurrentLinkedQueue<LongConsumer> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile List<Origin> origins = List.of();
    private volatile Runnable everyTurn = () -> {};
    private volatile boolean stopped;

    OriginPump() {
        thread = new Thread(this::run, "origins");
        thread.setDaemon(true);
    }

    /// @param turn done at each turn, at least ten times a second
    void start(List<Origin> served, Runnable turn) {
        origins = List.copyOf(served);
        everyTurn = turn;
        thread.start();
    }

    void wake() {
        if (!wanted.get() && wanted.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /// Runs a task on the pump; it is given the ticker's time.
    void execute(LongConsumer task) {
        inbox.add(task);
        wake();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped) {
            try {
                long now = System.nanoTime();
                wanted.set(false);
                drain(now);
                everyTurn.run();
                long next = now + IDLE_NANOS;
                for (Origin origin : origins) {
                    next = Math.min(next, origin.pump(System.nanoTime()));
                }
                long wait = next - System.nanoTime();
                if (wait > 0 && !wanted.get() && !stopped) {
                    LockSupport.parkNanos(this, wait);
                }
            } catch (RuntimeException e) {
                LOG.error("a turn of the origins failed", e);
            }
        }
        drain(System.nanoTime());
        origins.forEach(Origin::close);
    }

    private void drain(long now) {
        LongConsumer task = inbox.poll();
        while (task != null) {
            task.accept(now);
            task = inbox.poll();
        }
    }
}
