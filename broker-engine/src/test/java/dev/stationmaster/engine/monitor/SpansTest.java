package dev.stationmaster.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpansTest {
    @Test
    void leadingZeroUnitsAreLeftOut() {
        assertThat(Spans.uptime(Duration.ZERO)).isEqualTo("0s");
        assertThat(Spans.uptime(Duration.ofSeconds(61))).isEqualTo("1m1s");
        assertThat(Spans.uptime(Duration.ofDays(366).plusSeconds(5))).isEqualTo("1y1d0h0m5s");
    }

    @Test
    void roundTripsHaveTheUnitThatFits() {
        assertThat(Spans.roundTrip(123_456)).isEqualTo("123µs");
        assertThat(Spans.roundTrip(1_500_000)).isEqualTo("1.5ms");
        assertThat(Spans.roundTrip(2_000_000_000L)).isEqualTo("2s");
    }
}
