package dev.stationmaster.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
    @Test
    void onlyTheSamePasswordMatches() {
        String hash = PasswordHash.of("memphis");
        assertThat(PasswordHash.matches("memphis", hash)).isTrue();
        assertThat(PasswordHash.matches("Memphis", hash)).isFalse();
        assertThat(PasswordHash.of("memphis")).isNotEqualTo(hash);
    }

    @Test
    void tailsOfLongPasswordsCount() {
        String start = "x".repeat(80);
        assertThat(PasswordHash.matches(start + "a", PasswordHash.of(start + "b")))
                .isFalse();
        assertThat(PasswordHash.matches(start + "b", PasswordHash.of(start + "b")))
                .isTrue();
    }

    @Test
    void nothingMatchesAnEmptyOrForeignHash() {
        assertThat(PasswordHash.matches("", "")).isFalse();
        assertThat(PasswordHash.matches("x", "plain")).isFalse();
    }
}
