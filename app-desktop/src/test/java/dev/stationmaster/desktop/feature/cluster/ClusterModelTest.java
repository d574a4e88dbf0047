package dev.stationmaster.desktop.feature.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.link.ConsoleLink.NodeAction;
import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.desktop.shell.Session;
import dev.stationmaster.desktop.shell.ShellModel;
import dev.stationmaster.desktop.task.DirectTaskRunner;
import dev.stationmaster.gateway.view.ClusterView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterModelTest {
    private final PreviewLink link = new PreviewLink();
    private final DirectTaskRunner runner = new DirectTaskRunner();
    private final List<Throwable> failures = new ArrayList<>();
    private final ClusterModel model = model();

    @Test
    void sentenceLeadsWithWhatMatters() {
        link.wounded = true;
        ClusterModel.Sentence sentence = ClusterModel.sentence(link.cluster());
        assertThat(sentence.lead()).isEqualTo("Everything still works, with no spare.");
        assertThat(sentence.rest()).startsWith("12 partitions");
        assertThat(sentence.tone()).isEqualTo("warn");
    }

    @Test
    void healthyClusterNeedsNoSentence() {
        assertThat(ClusterModel.sentence(link.cluster()).isEmpty()).isTrue();
    }

    @Test
    void copiesAreToldApart() {
        link.wounded = true;
        ClusterView.Placement emails = link.cluster().partitions().get(4);
        assertThat(ClusterModel.copy(emails, 1)).isEqualTo(ClusterModel.Copy.LEADER);
        assertThat(ClusterModel.copy(emails, 2)).isEqualTo(ClusterModel.Copy.CATCHING_UP);
        assertThat(ClusterModel.copy(emails, 3)).isEqualTo(ClusterModel.Copy.ABSENT);
        assertThat(ClusterModel.copy(emails, 4)).isEqualTo(ClusterModel.Copy.NONE);
        assertThat(ClusterModel.behind(emails)).isEqualTo(812);
    }

    @Test
    void twoClicksKillOnce() {
        runner.hold();
        model.act(3, NodeAction.KILL);
        model.act(3, NodeAction.KILL);
        assertThat(model.busy()).containsExactly(3);
        runner.release();
        assertThat(link.calls.stream().filter("node 3 KILL"::equals)).hasSize(1);
        assertThat(model.busy()).isEmpty();
    }

    @Test
    void aRefusedActionIsToldAndLeavesTheNodeFree() {
        link.down = true;
        model.act(2, NodeAction.STOP);
        assertThat(failures).hasSize(1);
        assertThat(model.busy()).isEmpty();
    }

    private ClusterModel model() {
        Session session = new Session();
        session.connect(link);
        return new ClusterModel(
                new ShellModel(session, runner, Clock.systemUTC()), session::link, runner, failures::add);
    }
}
