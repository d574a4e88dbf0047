package dev.stationmaster.desktop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void waitsDoubleAndTheSixthEndInTenMinutesIsTheLast() {
        for (int i = 0; i < 5; i++) {
            assertThat(policy.onEnd(at(i * 60))).contains(Duration.ofSeconds(1L << i));
        }
        assertThat(policy.onEnd(at(300))).isEmpty();
    }

    @Test
    void endsOlderThanTenMinutesDoNotCount() {
        for (int i = 0; i < 5; i++) {
            policy.onEnd(at(0));
        }
        assertThat(policy.onEnd(at(601))).contains(Duration.ofSeconds(1));
    }

    @Test
    void aStartOnRequestBeginsAnew() {
        for (int i = 0; i < 5; i++) {
            policy.onEnd(at(0));
        }
        policy.forget();
        assertThat(policy.onEnd(at(1))).contains(Duration.ofSeconds(1));
    }

    private static long at(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
