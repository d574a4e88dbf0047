package dev.stationmaster.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// History of one figure.
class RingTest {
    private final Ring ring = new Ring();

    @Test
    void keepsAQuarterOfAnHourAndForgetsWhatIsOlder() {
        IntStream.range(0, 2000).forEach(second -> ring.put(second, second));
        assertThat(ring.oldest()).isEqualTo(1100);
        assertThat(ring.values(1098, 1101)).containsExactly(null, null, 1100.0, 1101.0);
        assertThat(ring.values(1998, 2001)).containsExactly(1998.0, 1999.0, null, null);
    }

    @Test
    void showsSecondsWithoutALookAsGapsButBridgesASlowRound() {
        ring.put(100, 1);
        ring.put(103, 4);
        ring.put(110, 7);
        assertThat(ring.values(100, 110)).containsExactly(1.0, 4.0, 4.0, 4.0, null, null, null, null, null, null, 7.0);
    }

    @Test
    void beginsAnewAfterALongSilenceOrAClockThatWentBack() {
        ring.put(100, 1);
        ring.put(5000, 2);
        assertThat(ring.values(4999, 5000)).containsExactly(null, 2.0);
        ring.put(10, 3);
        assertThat(ring.values(10, 10)).containsExactly(3.0);
        assertThat(ring.values(5000, 5000)).containsExactly((Double) null);
    }

    @Test
    void knowsTheSlopeOfTheLastMinute() {
        assertThat(ring.slope(60)).isNull();
        IntStream.range(0, 300).forEach(second -> ring.put(second, second < 200 ? 5000 : 40.0 * second));
        assertThat(ring.slope(60)).isCloseTo(40.0, Offset.offset(0.1));
        IntStream.range(300, 360).forEach(second -> ring.put(second, 100));
        assertThat(ring.slope(60)).isCloseTo(0.0, Offset.offset(0.01));
    }
}
