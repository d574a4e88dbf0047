package dev.stationmaster.desktop.feature.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.feature.firstrun.FirstRunModel.Phase;
import dev.stationmaster.desktop.feature.firstrun.FirstRunModel.Ports;
import dev.stationmaster.desktop.link.LinkException;
import dev.stationmaster.desktop.link.LocalCluster;
import dev.stationmaster.desktop.preview.PreviewCluster;
import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.desktop.task.DirectTaskRunner;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FirstRunModelTest {
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final PreviewCluster local = new PreviewCluster();
    private final List<LocalCluster.Running> ready = new ArrayList<>();
    private final FirstRunModel model = new FirstRunModel(local, runner, Clock.systemUTC(), ready::add);

    @Test
    void portsAreFreeOrNamed() {
        model.check();
        assertThat(model.portsProperty().get()).isEqualTo(Ports.FREE);
        local.portTaken = true;
        model.check();
        assertThat(model.portsProperty().get()).isEqualTo(Ports.TAKEN);
        assertThat(model.checks())
                .anySatisfy(check -> assertThat(check.holder()).isEqualTo("postgres (pid 812)"));
    }

    @Test
    void startTellsItsStepsAndEndsReady() {
        model.start();
        assertThat(model.phaseProperty().get()).isEqualTo(Phase.READY);
        assertThat(model.steps()).hasSize(5).allMatch(step -> step.phase() == LocalCluster.Step.Phase.DONE);
        assertThat(ready).hasSize(1);
    }

    @Test
    void failedStartGoesBackAndSaysWhy() {
        FirstRunModel unlucky = new FirstRunModel(
                new PreviewCluster() {
                    @Override
                    public Running start(Plan plan, Consumer<Step> progress) {
                        throw LinkException.refused("SM-PORT-TAKEN", "port 6666 (client) is taken by other (pid 12)");
                    }
                },
                runner,
                Clock.systemUTC(),
                ready::add);
        unlucky.start();
        assertThat(unlucky.phaseProperty().get()).isEqualTo(Phase.CHOOSING);
        assertThat(unlucky.problemProperty().get())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("SM-PORT-TAKEN"));
        assertThat(ready).isEmpty();
    }

    @Test
    void cancelledStartSaysThatNothingRuns() {
        runner.hold();
        model.start();
        model.cancel();
        runner.release();
        assertThat(model.phaseProperty().get()).isEqualTo(Phase.CHOOSING);
        assertThat(model.problemProperty().get())
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo("SM-CANCELLED"));
        assertThat(ready).isEmpty();
    }

    @Test
    void firstMessageMakesItsStationOnlyWhenItIsMissing() {
        PreviewLink link = new PreviewLink();
        List<String> stored = new ArrayList<>();
        model.sendFirst(
                link,
                "{}",
                (station, partition, sequence) -> stored.add(station + partition + "/" + sequence),
                failure -> {});
        assertThat(link.calls).containsExactly("stations", "produce hello");
        assertThat(stored).containsExactly("hello1/12412");
    }
}
