package dev.stationmaster.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What changed between looks.
class EventLogTest {
    private final EventLog log = new EventLog();

    private static ClusterReply cluster(boolean up, int leader, long term) {
        var node = new ClusterReply.Node(
                2, "n", "", "", "", up, null, null, null, null, null, null, null, null, null, null, null, null, null, 0,
                0);
        return new ClusterReply(
                "c",
                1,
                1,
                "always",
                List.of(node),
                List.of(new ClusterReply.Group("g", leader, term, List.of(), 1)),
                List.of());
    }

    @Test
    void tellsOfNodesAndLeadersOnlyWhenTheyChange() {
        log.observe(cluster(true, 1, 1), 1);
        log.observe(cluster(true, 1, 1), 2);
        assertThat(log.newest()).isEmpty();
        log.observe(cluster(false, 0, 1), 3);
        log.observe(cluster(true, 3, 2), 4);
        assertThat(log.newest())
                .extracting(EventLog.Event::text)
                .containsExactly(
                        "Node 3 leads group g in term 2",
                        "Node 2 is back",
                        "Group g lost its leader, node 1",
                        "Node 2 does not answer");
    }

    @Test
    void keepsOnlyTheNewest() {
        for (int i = 0; i < 1000; i++) {
            log.observe(cluster(i % 2 == 0, 1, 1), i);
        }
        assertThat(log.newest()).hasSize(200);
        assertThat(log.newest().getFirst().atMillis()).isEqualTo(999);
    }
}
