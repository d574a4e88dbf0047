package dev.stationmaster.desktop.link;

import dev.stationmaster.desktop.cluster.ClusterException;
import dev.stationmaster.desktop.cluster.ClusterStatus;
import dev.stationmaster.desktop.cluster.DataDirectory;
import dev.stationmaster.desktop.cluster.RunningSupervisor;
import dev.stationmaster.desktop.link.LocalCluster.Step;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches a start from outside, by asking the new supervisor how far it is, and tells each step as it changes.
///
/// Database and nodes start side by side, so their steps may be done in either order. Owns one virtual thread.
final class StartWatch implements AutoCloseable {
    /// The steps in the order in which they are listed.
    private enum Part {
        SUPERVISOR,
        DATABASE,
        NODES,
        GATEWAY,
        LOGIN
    }

    private static final long PAUSE_MILLIS = 120;

    private final DataDirectory data;
    private final int nodes;
    private final Consumer<Step> progress;
    private final Map<Part, Long> begun = new EnumMap<>(Part.class);
    private final Map<Part, Step.Phase> told = new EnumMap<>(Part.class);
    /// Set by [#start], read by [#close]; both are called by the starter.
    private @Nullable Thread thread;

    StartWatch(DataDirectory data, int nodes, Consumer<Step> progress) {
        this.data = data;
        this.nodes = nodes;
        this.progress = progress;
    }

    void start() {
        tell(Part.SUPERVISOR, Step.Phase.RUNNING);
        thread = Thread.ofVirtual().name("start-watch").start(this::watch);
    }

    /// The start is over and went well: what was not seen to end has ended.
    void done() {
        close();
        for (Part part : Part.values()) {
            tell(part, Step.Phase.DONE);
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                status().ifPresent(this::tell);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /// Nothing while the supervisor is not there yet or still prepares.
    private Optional<ClusterStatus> status() {
        try {
            return RunningSupervisor.find(data).map(RunningSupervisor::status);
        } catch (ClusterException early) {
            return Optional.empty();
        }
    }

    private void tell(ClusterStatus status) {
        tell(Part.SUPERVISOR, Step.Phase.DONE);
        tell(Part.DATABASE, phase(status.postgres().state()));
        boolean all = status.nodes().size() == nodes
                && status.nodes().stream().allMatch(node -> node.state().equals("healthy"));
        tell(Part.NODES, all ? Step.Phase.DONE : Step.Phase.RUNNING);
        if (all && !status.gateway().state().equals("stopped")) {
            tell(Part.GATEWAY, phase(status.gateway().state()));
            if (status.gateway().state().equals("healthy")) {
                tell(Part.LOGIN, Step.Phase.RUNNING);
            }
        }
    }

    private static Step.Phase phase(String state) {
        return switch (state) {
            case "healthy" -> Step.Phase.DONE;
            case "crashed" -> Step.Phase.FAILED;
            default -> Step.Phase.RUNNING;
        };
    }

    private synchronized void tell(Part part, Step.Phase phase) {
        Step.Phase before = told.get(part);
        if (phase == before || before == Step.Phase.DONE) {
            return;
        }
        long now = System.nanoTime();
        long since = begun.computeIfAbsent(part, first -> now);
        told.put(part, phase);
        progress.accept(new Step(part.name().toLowerCase(java.util.Locale.ROOT), phase, (now - since) / 1_000_000));
    }
}
