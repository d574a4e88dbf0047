package dev.stationmaster.desktop.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// One node or the gateway: started, watched, started again. Confined to the supervisor's loop.
///
/// States: stopped → starting (asked) → healthy (its ready line) → stopped (asked) or restarting (ended unasked) →
/// starting
/// (the wait is over); restarting → crashed when it ended too often; crashed, restarting → starting (asked).
final class Supervised {
    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

    enum State {
        STOPPED,
        STARTING,
        HEALTHY,
        RESTARTING,
        CRASHED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How the process ended last.
    record Exit(int code, long at) {}

    private final String name;
    private final Supplier<List<String>> command;
    private final BoundedLog log;
    private final SupervisorLoop loop;
    private final Processes processes;
    private final BooleanSupplier restartAllowed;
    private final RestartPolicy policy = new RestartPolicy();

    private State state = State.STOPPED;
    private boolean wanted;
    private @Nullable Child child;
    private @Nullable Exit lastExit;
    private int restarts;
    private long startedAt;
    private String reason = "";

    /// @param command made anew for each start
    /// @param restartAllowed false while the cluster starts or stops
    Supervised(
            String name,
            Supplier<List<String>> command,
            BoundedLog log,
            SupervisorLoop loop,
            Processes processes,
            BooleanSupplier restartAllowed) {
        this.name = name;
        this.command = command;
        this.log = log;
        this.loop = loop;
        this.processes = processes;
        this.restartAllowed = restartAllowed;
    }

    State state() {
        return state;
    }

    Optional<Child> child() {
        return Optional.ofNullable(child);
    }

    Optional<Exit> lastExit() {
        return Optional.ofNullable(lastExit);
    }

    int restarts() {
        return restarts;
    }

    long startedAt() {
        return startedAt;
    }

    /// Why it is not healthy, `""` otherwise.
    String reason() {
        return reason;
    }

    /// Starts it because somebody asked; does nothing to a running one.
    ///
    /// @return completes when it is ready, exceptionally with a [ClusterException] when it ends or says why not
    CompletableFuture<JsonNode> start() {
        wanted = true;
        policy.forget();
        Child running = child;
        return running != null ? running.ready() : launch();
    }

    /// SIGTERM; it stays down.
    void stop() {
        wanted = false;
        child().ifPresentOrElse(Child::terminate, () -> transition(State.STOPPED, "stopped on request"));
    }

    /// SIGKILL; it stays down.
    void kill() {
        wanted = false;
        child().ifPresentOrElse(Child::kill, () -> transition(State.STOPPED, "killed on request"));
    }

    private CompletableFuture<JsonNode> launch() {
        transition(State.STARTING, "");
        startedAt = System.currentTimeMillis();
        try {
            Child started = Child.start(name, command.get(), ENVIRONMENT, log);
            child = started;
            processes.add(name, started.handle());
            started.exit().thenAccept(code -> loop.execute(() -> onExit(started, code)));
            // Who waits for it hears of it after the state has changed.
            return started.ready().whenCompleteAsync((line, failure) -> onReady(started, failure), loop::execute);
        } catch (IOException cause) {
            transition(State.CRASHED, "cannot be run: " + cause.getMessage());
            return CompletableFuture.failedFuture(
                    ClusterException.failed("SM-PROCESS-START", name + " cannot be run: " + cause.getMessage()));
        }
    }

    private void onReady(Child from, @Nullable Throwable failure) {
        if (from != child) {
            return;
        }
        if (failure == null) {
            transition(State.HEALTHY, "");
        } else {
            reason = String.valueOf(failure.getMessage());
        }
    }

    /// Noticed once for each child, whoever says it first.
    void onExit(Child from, int code) {
        if (from != child) {
            return;
        }
        child = null;
        lastExit = new Exit(code, System.currentTimeMillis());
        processes.remove(name);
        if (!wanted) {
            transition(State.STOPPED, "stopped on request");
            return;
        }
        String why = reason.isEmpty() ? "ended with exit code " + code : reason;
        Optional<Duration> wait = restartAllowed.getAsBoolean() ? policy.onEnd(System.nanoTime()) : Optional.empty();
        if (wait.isEmpty()) {
            transition(State.CRASHED, why);
            return;
        }
        transition(State.RESTARTING, why + "; starts again in " + wait.get().toSeconds() + " s");
        loop.schedule(wait.get(), this::restart);
    }

    private void restart() {
        if (wanted && state == State.RESTARTING && restartAllowed.getAsBoolean()) {
            restarts++;
            launch();
        }
    }

    private void transition(State to, String why) {
        if (state != to) {
            LOG.info("{}: {} -> {}{}", name, state.word(), to.word(), why.isEmpty() ? "" : ": " + why);
        }
        state = to;
        reason = why;
    }
}
