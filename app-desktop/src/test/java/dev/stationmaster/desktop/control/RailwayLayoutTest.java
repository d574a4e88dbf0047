package dev.stationmaster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RailwayLayoutTest {
    @Test
    void rowsNeverOverlapAndStayInside() {
        for (int count = 1; count <= 60; count++) {
            for (double height : new double[] {138, 200, 330, 700}) {
                RailwayLayout rows = RailwayLayout.of(count, RailwayLayout.GROUP_HEIGHT, height);
                assertThat(rows.shown()).isBetween(1, Math.min(count, RailwayLayout.ROWS));
                if (rows.shown() > 1) {
                    assertThat(rows.pitch()).isGreaterThanOrEqualTo(RailwayLayout.GROUP_HEIGHT + 8);
                }
                assertThat(rows.y(rows.shown() - 1) + RailwayLayout.GROUP_HEIGHT)
                        .isLessThanOrEqualTo(height);
            }
        }
    }

    @Test
    void wantedHeightGrowsWithTheLongestColumnUpToABound() {
        assertThat(RailwayLayout.wantedHeight(plan(1))).isLessThan(RailwayLayout.wantedHeight(plan(4)));
        assertThat(RailwayLayout.wantedHeight(plan(50))).isEqualTo(RailwayLayout.wantedHeight(plan(8)));
    }

    private static RailwayPlan plan(int groups) {
        return new RailwayPlan(
                List.of(),
                List.of(),
                IntStream.range(0, groups)
                        .mapToObj(i -> new RailwayPlan.Group("g" + i, "", "", "", 0.0, false))
                        .toList());
    }
}
