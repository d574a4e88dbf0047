package dev.stationmaster.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectFilterTest {
    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true", "a.b, a.c, false", "a.*, a.b, true", "a.*, a.b.c, false", "a.*, a, false",
        "a.>, a.b, true", "a.>, a.b.c, true", "a.>, a, false", ">, a.b.c, true", "*.b.*, a.b.c, true",
        "*.b.*, a.c.c, false", "*, a, true", "a*, ab, false", "a.b, a.b.c, false", "a.b.c, a.b, false",
    })
    void patternsMatchTokenByToken(String pattern, String subject, boolean matches) {
        assertThat(SubjectFilter.of(List.of(pattern)).test(subject)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true", "a.b, a.*, true", "a.*, *.b, true", "a.*, b.*, false", "a.>, *.b.c, true",
        "a.>, a, false", ">, a, true", "a.b, a.b.c, false", "*.x, a.y, false", "a.*.c, a.b.>, true",
    })
    void overlapIsFoundBothWays(String one, String other, boolean overlaps) {
        assertThat(SubjectFilter.of(List.of(one)).overlaps(SubjectFilter.of(List.of(other))))
                .isEqualTo(overlaps);
        assertThat(SubjectFilter.of(List.of(other)).overlaps(SubjectFilter.of(List.of(one))))
                .isEqualTo(overlaps);
    }

    @Test
    void noPatternsPassEverything() {
        assertThat(SubjectFilter.of(List.of()).test("a")).isTrue();
        assertThat(SubjectFilter.of(List.of("a", ">")).isAll()).isTrue();
    }
}
