package dev.stationmaster.desktop.task;

/// Runs background tasks and brings their outcomes back to the thread that owns the view models.
public interface TaskRunner {
    /// Starts the task; its callbacks run on the owning thread.
    void run(BackgroundTask<?> task);

    /// Runs an action on the owning thread, in order of the calls.
    void later(Runnable action);
}
