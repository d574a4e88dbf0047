package dev.stationmaster.desktop.task;

import java.util.ArrayDeque;
import java.util.Deque;

/// Runs every task at once on the calling thread, or holds them back until told; no toolkit.
public final class DirectTaskRunner implements TaskRunner {
    private final Deque<BackgroundTask<?>> waiting = new ArrayDeque<>();
    private boolean holding;

    @Override
    public void run(BackgroundTask<?> task) {
        if (holding) {
            waiting.add(task);
        } else {
            task.execute(this);
        }
    }

    @Override
    public void later(Runnable action) {
        action.run();
    }

    /// Keeps the tasks that come from now on.
    public void hold() {
        holding = true;
    }

    public int waiting() {
        return waiting.size();
    }

    /// Runs what was held back.
    public void release() {
        holding = false;
        while (!waiting.isEmpty()) {
            waiting.poll().execute(this);
        }
    }
}
