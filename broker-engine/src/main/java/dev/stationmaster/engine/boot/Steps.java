package dev.stationmaster.engine.boot;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, closed in reverse order. Thread-safe: what is started while this closes is closed at once.
final class Steps implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Steps.class);

    private final Deque<Step> started = new ArrayDeque<>();
    private boolean closed;

    private record Step(String name, AutoCloseable what) {}

    /// To be closed before all others.
    synchronized void add(String name, AutoCloseable what) {
        put(new Step(name, what), true);
    }

    /// To be closed after all others.
    synchronized void addBelow(String name, AutoCloseable what) {
        put(new Step(name, what), false);
    }

    private void put(Step step, boolean first) {
        if (closed) {
            close(step);
        } else if (first) {
            started.addFirst(step);
        } else {
            started.addLast(step);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            close(started.removeFirst());
        }
    }

    private static void close(Step step) {
        try {
            step.what().close();
        } catch (Exception failure) {
            log.warn("{} did not close: {}", step.name(), failure.toString());
        }
    }
}
