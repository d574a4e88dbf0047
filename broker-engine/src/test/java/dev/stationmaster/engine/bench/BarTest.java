package dev.stationmaster.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarTest {
    @Test
    void aRatioIsOursDividedByTheirs() {
        Bar rate = Bar.ratioAtLeast("messages/s", 0.9, 1.2);
        assertThat(rate.verdict(rate.measured(100, 89))).isEqualTo("FLOOR MISSED");
        assertThat(rate.verdict(rate.measured(100, 90))).isEqualTo("below the goal");
        assertThat(rate.verdict(rate.measured(100, 120))).isEqualTo("goal reached");
        Bar cpu = Bar.ratioAtMost("CPU", 1.2, 0.9);
        assertThat(cpu.floorHolds(cpu.measured(10, 12))).isTrue();
        assertThat(cpu.floorHolds(cpu.measured(10, 12.1))).isFalse();
    }

    @Test
    void whatIsAskedOfOursAloneDoesNotLookAtTheirs() {
        Bar start = Bar.atMost("start, s", 2, 0.8);
        assertThat(start.verdict(start.measured(0.01, 0.8))).isEqualTo("goal reached");
        assertThat(start.verdict(start.measured(100, 2.1))).isEqualTo("FLOOR MISSED");
    }

    @Test
    void aFigureThatIsMissingMissesItsFloor() {
        assertThat(Bar.ratioAtLeast("messages/s", 0.9, 1.2).floorHolds(Double.NaN))
                .isFalse();
        assertThat(Bar.atMost("start, s", 2, 0.8).floorHolds(Double.NaN)).isFalse();
        assertThat(Bar.ratioAtMost("p99", Bar.NONE, 1).floorHolds(5)).isTrue();
    }

    @Test
    void percentilesAreOfSortedValues() {
        double[] values = {5, 1, 4, 2, 3};
        assertThat(Figures.median(values)).isEqualTo(3);
        assertThat(Figures.median(new double[] {4, 1, 2, 9})).isEqualTo(3);
        assertThat(Figures.percentile(values, 99)).isEqualTo(5);
        assertThat(Figures.median(new double[0])).isNaN();
    }
}
