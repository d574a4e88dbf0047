package dev.stationmaster.desktop.i18n;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void unknownIsADashAndNeverZero() {
        assertThat(Figures.count((Long) null)).isEqualTo("–");
        assertThat(Figures.bytes(null)).isEqualTo("–");
        assertThat(Figures.rate(null)).isEqualTo("–");
        assertThat(Figures.span(null)).isEqualTo("–");
        assertThat(Figures.time(0)).isEqualTo("–");
    }

    @Test
    void thousandsAreGrouped() {
        assertThat(Figures.count(12_401)).isEqualTo("12\u00a0401");
        assertThat(Figures.count(1_204_331)).isEqualTo("1\u00a0204\u00a0331");
        assertThat(Figures.count(-40)).isEqualTo("−40");
        assertThat(Figures.count(0)).isEqualTo("0");
    }

    @Test
    void ratesHaveThreeSignificantDigits() {
        assertThat(Figures.rate(0.0)).isEqualTo("0");
        assertThat(Figures.rate(0.31)).isEqualTo("0.31");
        assertThat(Figures.rate(0.6)).isEqualTo("0.6");
        assertThat(Figures.rate(6.12)).isEqualTo("6.1");
        assertThat(Figures.rate(620.4)).isEqualTo("620");
        assertThat(Figures.rate(1240.0)).isEqualTo("1\u00a0240");
    }

    @Test
    void sizesAndSpansTakeTheUnitThatSaysEnough() {
        assertThat(Figures.bytes(412L)).isEqualTo("412 B");
        assertThat(Figures.bytes(118_000_000L)).isEqualTo("118 MB");
        assertThat(Figures.bytes(1_200_000_000L)).isEqualTo("1.2 GB");
        assertThat(Figures.span(20L)).isEqualTo("20 ms");
        assertThat(Figures.span(100L)).isEqualTo("0.1 s");
        assertThat(Figures.span(14_000L)).isEqualTo("14 s");
        assertThat(Figures.span(3 * 3_600_000L)).isEqualTo("3 h");
        assertThat(Figures.span(6 * 86_400_000L)).isEqualTo("6 d");
    }
}
