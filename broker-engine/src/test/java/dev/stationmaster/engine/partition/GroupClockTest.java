package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupClockTest {
    private static final long SECOND = 1_000_000_000L;

    private long ticks = 5;
    private long wall = 1000 * SECOND;
    private final GroupClock clock = new GroupClock("r1-1", () -> ticks, () -> wall);

    @Test
    void itStartsFromTheLaterOfGroupTimeAndWallClock() {
        clock.start(900 * SECOND);
        assertThat(clock.now()).isEqualTo(1000 * SECOND);
        clock.start(1010 * SECOND);
        assertThat(clock.now()).isEqualTo(1010 * SECOND);
    }

    @Test
    void itIsDrawnTowardsTheWallClockByOnePerCentAtMost() {
        clock.start(1010 * SECOND);
        pass(10 * SECOND);
        assertThat(clock.now()).isEqualTo(1010 * SECOND + 9_900_000_000L);
        pass(2000 * SECOND);
        assertThat(clock.now()).isEqualTo(wall);
    }

    @Test
    void itNeverFallsWhenTheWallClockJumpsBack() {
        clock.start(0);
        wall -= 30 * SECOND;
        long before = clock.now();
        pass(SECOND);
        assertThat(clock.now()).isBetween(before + SECOND / 2, before + SECOND);
    }

    @Test
    void aWallClockFarOffIsNotFollowed() {
        clock.start(0);
        wall += 3600 * SECOND;
        pass(SECOND);
        assertThat(clock.now()).isEqualTo(1001 * SECOND);
    }

    private void pass(long nanos) {
        ticks += nanos;
        wall += nanos;
    }
}
