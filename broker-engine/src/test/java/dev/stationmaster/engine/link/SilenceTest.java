package dev.stationmaster.engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
    private final Silence silence = new Silence();

    @Test
    void threeLooksInARowWithoutASignAreTheEnd() {
        assertThat(silence.look(false, false, 0)).isFalse();
        assertThat(silence.look(false, false, 0)).isFalse();
        assertThat(silence.look(false, false, 0)).isTrue();
    }

    @Test
    void anythingHeardStartsTheCountAnew() {
        silence.look(false, false, 0);
        silence.look(false, false, 0);
        assertThat(silence.look(true, false, 0)).isFalse();
        threeLooksInARowWithoutASignAreTheEnd();
    }

    @Test
    void bytesTakenFromAFullBufferAreASign() {
        for (int at = 0; at < 10; at++) {
            assertThat(silence.look(false, true, at)).isFalse();
        }
    }

    @Test
    void aFullBufferThatNobodyEmptiesIsNone() {
        silence.look(false, true, 1);
        silence.look(false, true, 1);
        assertThat(silence.look(false, true, 1)).isTrue();
    }

    @Test
    void bytesTakenByABufferWithRoomAreNone() {
        silence.look(false, false, 1);
        silence.look(false, false, 2);
        assertThat(silence.look(false, false, 3)).isTrue();
    }
}
