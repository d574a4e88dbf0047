package dev.stationmaster.engine.replication;

/// Takes the outcome of one command, once.
@FunctionalInterface
public interface OutcomeHandler {
    /// Called on the thread that the caller of `propose` was promised; must not block or throw.
    void onOutcome(Outcome outcome);
}
