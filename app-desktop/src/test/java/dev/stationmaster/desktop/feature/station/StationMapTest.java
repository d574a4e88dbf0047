package dev.stationmaster.desktop.feature.station;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.desktop.control.RailwayPlan;
import dev.stationmaster.desktop.preview.PreviewLink;
import dev.stationmaster.gateway.view.StationView;
import org.junit.jupiter.api.Test;

class StationMapTest {
    private final StationView view = new PreviewLink().station("orders");
    private final RailwayPlan plan = StationMap.plan(view, PreviewLink.NOW);

    @Test
    void everyProducerPartitionAndGroupIsOnTheMap() {
        assertThat(plan.producers()).extracting(RailwayPlan.Producer::name).containsExactly("checkout", "import");
        assertThat(plan.platforms()).extracting(RailwayPlan.Platform::partition).containsExactly(1, 2, 3);
        assertThat(plan.groups()).extracting(RailwayPlan.Group::name).containsExactly("billing", "mailer", "audit");
    }

    @Test
    void aGroupThatNobodyReadsForIsWarnedOf() {
        assertThat(plan.groups()).extracting(RailwayPlan.Group::warned).containsExactly(false, false, true);
        assertThat(plan.groups().get(2).line()).contains("nobody reads");
    }

    @Test
    void platformTellsWhereEachGroupStands() {
        assertThat(plan.platforms().getFirst().ticks())
                .contains(new RailwayPlan.Tick(0, 12_270, 12_360), new RailwayPlan.Tick(2, 4_790, 4_790));
    }

    @Test
    void missingCopyMakesAPlatformUnsound() {
        StationView.Partition whole = view.partitions().getFirst();
        StationView.Partition hurt = new StationView.Partition(
                1, 2, 3, 2, whole.firstSeq(), whole.lastSeq(), whole.messages(), whole.bytes(), null, whole.groups());
        StationView wounded = new StationView(
                view.settings(),
                view.producers(),
                java.util.List.of(hurt),
                view.groups(),
                0L,
                java.util.List.of(),
                view.history(),
                0,
                java.util.List.of());
        RailwayPlan.Platform platform =
                StationMap.plan(wounded, PreviewLink.NOW).platforms().getFirst();
        assertThat(platform.sound()).isFalse();
        assertThat(platform.place()).contains("2 of 3 copies");
    }

    @Test
    void summarySaysTheSameInOneSentence() {
        assertThat(StationMap.summary(view))
                .contains(
                        "orders",
                        "643 messages a second",
                        "3 partitions",
                        "group billing has a lag of 42 with 3 members");
    }

    @Test
    void tableHoldsTheSameFigures() {
        assertThat(StationTable.lines(view, PreviewLink.NOW)).hasSize(8).anySatisfy(line -> {
            assertThat(line.name()).isEqualTo("billing");
            assertThat(line.first()).isEqualTo("lag 42");
            assertThat(line.rate()).isEqualTo("620");
        });
    }
}
