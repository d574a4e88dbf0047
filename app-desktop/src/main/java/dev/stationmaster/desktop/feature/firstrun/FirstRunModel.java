package dev.stationmaster.desktop.feature.firstrun;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.link.ConsoleLink;
import dev.stationmaster.desktop.link.LinkException;
import dev.stationmaster.desktop.link.LocalCluster;
import dev.stationmaster.desktop.link.LocalCluster.Plan;
import dev.stationmaster.desktop.link.LocalCluster.PortCheck;
import dev.stationmaster.desktop.link.LocalCluster.Running;
import dev.stationmaster.desktop.link.LocalCluster.Step;
import dev.stationmaster.desktop.task.BackgroundTask;
import dev.stationmaster.desktop.task.Problem;
import dev.stationmaster.desktop.task.TaskRunner;
import dev.stationmaster.gateway.view.ProduceRequest;
import dev.stationmaster.gateway.view.StationRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The first screen: choose, check, start, send the first message.
///
/// `CHOOSING` → `STARTING` → `READY`; a start that fails or is cancelled goes back to `CHOOSING` and says why.
public final class FirstRunModel {
    public enum Phase {
        CHOOSING,
        STARTING,
        READY
    }

    /// What the port check found; unknown while it runs.
    public enum Ports {
        CHECKING,
        FREE,
        TAKEN
    }

    private static final String FIRST_STATION = "hello";

    private final LocalCluster local;
    private final TaskRunner runner;
    private final Clock clock;
    private final Consumer<Running> onReady;
    private final IntegerProperty nodes = new SimpleIntegerProperty(this, "nodes", 1);
    private final ObjectProperty<Path> data;
    private final BooleanProperty freePorts = new SimpleBooleanProperty(this, "freePorts", false);
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.CHOOSING);
    private final ReadOnlyObjectWrapper<Ports> ports = new ReadOnlyObjectWrapper<>(Ports.CHECKING);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<PortCheck> checks = FXCollections.observableArrayList();
    private final ObservableList<Step> steps = FXCollections.observableArrayList();
    private @Nullable BackgroundTask<Running> starting;
    private int asked;
    private long startedAt;
    private long tookMillis;
    private boolean sending;

    /// @param onReady hears of the cluster once it is ready
    public FirstRunModel(LocalCluster local, TaskRunner runner, Clock clock, Consumer<Running> onReady) {
        this.local = local;
        this.runner = runner;
        this.clock = clock;
        this.onReady = onReady;
        this.data = new SimpleObjectProperty<>(this, "data", local.defaultData());
        int stored = local.storedNodes(data.get());
        if (stored > 0) {
            nodes.set(stored);
        }
    }

    public IntegerProperty nodesProperty() {
        return nodes;
    }

    public ObjectProperty<Path> dataProperty() {
        return data;
    }

    /// Whether other ports may be taken where the usual ones are in use.
    public BooleanProperty freePortsProperty() {
        return freePorts;
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Ports> portsProperty() {
        return ports.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ObservableList<PortCheck> checks() {
        return checks;
    }

    public ObservableList<Step> steps() {
        return steps;
    }

    /// The time the start took, once it is ready.
    public long tookMillis() {
        return tookMillis;
    }

    /// The count that the folder was made for, 0 for a new folder; another count would be refused.
    public int storedNodes() {
        return local.storedNodes(data.get());
    }

    /// Binds every port the plan needs; an answer to an older question is dropped.
    public void check() {
        int question = ++asked;
        Plan plan = plan();
        ports.set(Ports.CHECKING);
        runner.run(BackgroundTask.quiet("check ports", progress -> local.check(plan))
                .onSuccess(found -> {
                    if (question == asked) {
                        checks.setAll(found);
                        boolean free = found.stream().allMatch(check -> check.finding() == PortCheck.Finding.FREE);
                        ports.set(free ? Ports.FREE : Ports.TAKEN);
                    }
                })
                .onFailure(failure -> problem.set(Optional.of(Problem.of(failure)))));
    }

    /// Starts the cluster; a second call while it starts does nothing.
    public void start() {
        if (phase.get() != Phase.CHOOSING) {
            return;
        }
        problem.set(Optional.empty());
        steps.clear();
        phase.set(Phase.STARTING);
        startedAt = clock.millis();
        Plan plan = plan();
        BackgroundTask<Running> task = BackgroundTask.quiet(
                        "start cluster", progress -> local.start(plan, step -> runner.later(() -> show(step))))
                .onSuccess(this::ready)
                .onFailure(this::failed);
        task.onFinished(() -> {
            starting = null;
            if (task.cancelled()) {
                phase.set(Phase.CHOOSING);
                problem.set(Optional.of(new Problem("SM-CANCELLED", t("first.cancelled"), false)));
                check();
            }
        });
        starting = task;
        runner.run(task);
    }

    /// Stops a start that is under way; what was begun is taken down again.
    public void cancel() {
        if (starting != null) {
            starting.cancel();
        }
    }

    /// Creates the first station if it is missing and publishes to it; `done` hears its name and the place.
    public void sendFirst(ConsoleLink link, String body, Sent done, Consumer<Throwable> failed) {
        if (sending) {
            return;
        }
        sending = true;
        runner.run(BackgroundTask.quiet("first message", progress -> {
                    boolean there = link.stations().stations().stream()
                            .anyMatch(row -> row.name().equals(FIRST_STATION));
                    if (!there) {
                        link.createStation(StationRequest.named(FIRST_STATION));
                    }
                    return link.produce(FIRST_STATION, new ProduceRequest(null, body, null, null));
                })
                .onSuccess(stored -> done.at(FIRST_STATION, stored.partition(), stored.sequence()))
                .onFailure(failed)
                .onFinished(() -> sending = false));
    }

    /// Hears where the first message was stored.
    @FunctionalInterface
    public interface Sent {
        void at(String station, int partition, long sequence);
    }

    private Plan plan() {
        return new Plan(nodes.get(), data.get(), freePorts.get());
    }

    private void show(Step step) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(step.name())) {
                steps.set(i, step);
                return;
            }
        }
        steps.add(step);
    }

    private void ready(Running running) {
        tookMillis = clock.millis() - startedAt;
        onReady.accept(running);
        phase.set(Phase.READY);
    }

    private void failed(Exception failure) {
        phase.set(Phase.CHOOSING);
        Problem said = failure instanceof LinkException link ? link.problem() : Problem.of(failure);
        problem.set(Optional.of(said));
        check();
    }
}
