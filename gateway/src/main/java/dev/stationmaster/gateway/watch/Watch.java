package dev.stationmaster.gateway.watch;

import dev.stationmaster.gateway.broker.BrokerLink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a [Picture] fresh while somebody looks: a look wakes the watch, and fifteen seconds after the last one
/// it
/// rests.
/// Thread-safe.
public final class Watch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ATTENTION_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);
    private static final Duration LOOK_WAIT = Duration.ofSeconds(2);
    /// Rates are taken over this many rounds, which makes them calm and still quick.
    private static final int RATE_ROUNDS = 3;

    private final Poller poller;
    private final Histories histories = new Histories();
    private final EventLog events = new EventLog();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();
    private final Condition drawn = lock.newCondition();
    private long lastLook = System.nanoTime() - ATTENTION_NANOS;
    private long rounds;
    // Written by the watch thread under the lock, read by any.
    private volatile Picture picture = Picture.NONE;
    private volatile boolean closed;

    public Watch(BrokerLink link) {
        this.poller = new Poller(link);
        this.thread = Thread.ofVirtual().name("watch").unstarted(this::run);
    }

    public Watch start() {
        thread.start();
        return this;
    }

    /// The cluster now; waits up to two seconds for a fresh picture when the watch was at rest.
    public Picture look() {
        return look(0);
    }

    /// A picture of a round that began after this call: for what has only just been made.
    public Picture lookAnew() {
        // The round under way may have asked already.
        return look(2);
    }

    private Picture look(int rounds) {
        lock.lock();
        try {
            lastLook = System.nanoTime();
            looked.signalAll();
            long left = LOOK_WAIT.toNanos() * Math.max(1, rounds);
            long until = this.rounds + Math.max(1, rounds);
            while (left > 0 && !closed && this.rounds < until && (rounds > 0 || isOld(picture))) {
                left = drawn.awaitNanos(left);
            }
            return picture;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return picture;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOld(Picture picture) {
        return picture.sample().atMillis() == 0
                || System.nanoTime() - picture.sample().atNanos() > FRESH_NANOS;
    }

    public Histories histories() {
        return histories;
    }

    public EventLog events() {
        return events;
    }

    private void run() {
        try {
            while (!closed) {
                awaitLook();
                long start = System.nanoTime();
                round();
                long spent = System.nanoTime() - start;
                // A large cluster is asked less often, so that asking never fills the time.
                TimeUnit.NANOSECONDS.sleep(Math.max(INTERVAL_NANOS - spent, spent * 2));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitLook() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && System.nanoTime() - lastLook > ATTENTION_NANOS) {
                looked.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void round() throws InterruptedException {
        try {
            Sample sample = poller.poll();
            if (sample.cluster().isPresent() || sample.stations().isPresent()) {
                take(sample);
            }
        } catch (RuntimeException e) {
            log.warn("a look at the cluster failed: {}", e.toString());
        }
        lock.lock();
        try {
            rounds++;
            drawn.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void take(Sample sample) {
        while (samples.size() > RATE_ROUNDS || (!samples.isEmpty() && isLongAgo(samples.getFirst(), sample))) {
            samples.removeFirst();
        }
        Picture next = new Derivation(sample, samples.peekFirst()).picture(picture);
        samples.addLast(sample);
        sample.cluster().ifPresent(cluster -> events.observe(cluster, sample.atMillis()));
        histories.record(next);
        picture = next;
    }

    /// After a rest, rates begin anew.
    private static boolean isLongAgo(Sample former, Sample sample) {
        return sample.atNanos() - former.atNanos() > TimeUnit.SECONDS.toNanos(20);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
