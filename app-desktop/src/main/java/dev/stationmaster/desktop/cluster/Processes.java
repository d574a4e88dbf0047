package dev.stationmaster.desktop.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `<data>/run/pids.json`: the processes of this cluster, so that the next supervisor can end what a dead one left.
/// Confined to the supervisor's loop, after the start.
final class Processes {
    /// Start times are counted from the boot, whose wall-clock time moves when the clock is set.
    private static final Duration START_TOLERANCE = Duration.ofSeconds(30);
    private static final Duration OWN_END_PATIENCE = Duration.ofSeconds(10);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final DataDirectory data;
    private final Map<String, Recorded> running = new TreeMap<>();
    private boolean closed;

    Processes(DataDirectory data) {
        this.data = data;
    }

    /// A pid alone may be another process by now; with its start time it is not.
    record Recorded(long pid, long startMillis) {
        static Recorded of(ProcessHandle process) {
            return new Recorded(
                    process.pid(),
                    process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
        }

        Optional<ProcessHandle> find() {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
        }

        private boolean startedThen(ProcessHandle process) {
            long start = process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
            return Math.abs(start - startMillis) <= START_TOLERANCE.toMillis();
        }
    }

    private record Form(Map<String, Recorded> processes) {}

    void add(String name, ProcessHandle process) {
        running.put(name, Recorded.of(process));
        write();
    }

    void remove(String name) {
        if (running.remove(name) != null) {
            write();
        }
    }

    /// All have ended: there is nothing to remember.
    void close() {
        closed = true;
        data.pidsFile().toFile().delete();
    }

    /// Ends what a dead supervisor left. Nodes and gateway are ending themselves already; one that does not is killed.
    ///
    /// @return names with pids of what still ran
    List<String> endLeftOvers() {
        Map<String, Recorded> recorded =
                JsonFile.read(data.pidsFile(), Form.class).map(Form::processes).orElse(Map.of());
        List<Map.Entry<String, Recorded>> left = recorded.entrySet().stream()
                .filter(entry -> entry.getValue().find().isPresent())
                .toList();
        left.forEach(entry -> entry.getValue().find().ifPresent(ProcessHandle::destroy));
        left.forEach(entry -> entry.getValue().find().ifPresent(Processes::end));
        return left.stream()
                .map(entry -> entry.getKey() + " (pid " + entry.getValue().pid() + ")")
                .toList();
    }

    private void write() {
        if (!closed) {
            JsonFile.write(data.pidsFile(), new Form(running));
        }
    }

    private static void end(ProcessHandle process) {
        if (!ended(process, OWN_END_PATIENCE)) {
            process.destroyForcibly();
            ended(process, KILL_PATIENCE);
        }
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException late) {
            return !process.isAlive();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
