package dev.stationmaster.engine.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectPatternTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "foo*", "fo>o.b", "a.*b", "$JS.API.INFO", "ünï.cödé", "my#station$1.final"})
    void subjectsWithoutWildcardTokensAreValid(String subject) {
        assertThat(SubjectPattern.isValidSubject(subject)).isTrue();
        assertThat(SubjectPattern.isValidPattern(subject)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a\tb", "a\r", "a\nb", "a\fb", "a\0b"})
    void emptyTokensAndWhiteSpaceAreRefused(String subject) {
        assertThat(SubjectPattern.isValidSubject(subject)).isFalse();
        assertThat(SubjectPattern.isValidPattern(subject)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ">", "a.*", "a.>", "*.b", "*.>"})
    void wildcardTokensMakeAPatternButNoSubject(String pattern) {
        assertThat(SubjectPattern.isValidPattern(pattern)).isTrue();
        assertThat(SubjectPattern.isValidSubject(pattern)).isFalse();
        assertThat(SubjectPattern.hasWildcards(pattern)).isTrue();
    }

    @Test
    void aRestWildcardIsAllowedOnlyAtTheEnd() {
        assertThat(SubjectPattern.isValidPattern(">.a")).isFalse();
        assertThat(SubjectPattern.isValidPattern("a.>.b")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true", "a.*, a.b, true", "a.*, a, false", "a.*, a.b.c, false", "a.>, a.b.c, true", "a.>, a, false",
        ">, a, true", "*, a.b, false", "*.b.>, a.b.c.d, true", "a.b, a.bc, false", "ab*, abc, false", "A.b, a.b, false"
    })
    void matchingGoesTokenByToken(String pattern, String subject, boolean matches) {
        assertThat(SubjectPattern.matches(pattern, subject)).isEqualTo(matches);
    }

    @Test
    void overlapAndSubsetAgreeWithAllSubjectsOfASmallWorld() {
        List<String> world = SubjectWorld.subjects(4);
        List<String> patterns = SubjectWorld.patterns(3);
        for (String a : patterns) {
            for (String b : patterns) {
                boolean common = world.stream()
                        .anyMatch(s -> SubjectWorld.naiveMatches(a, s) && SubjectWorld.naiveMatches(b, s));
                assertThat(SubjectPattern.overlaps(a, b))
                        .as("%s overlaps %s", a, b)
                        .isEqualTo(common);
            }
        }
    }

    @Test
    void aSubsetIsMatchedWhereverItsInnerPatternIs() {
        List<String> world = SubjectWorld.subjects(4);
        for (String inner : SubjectWorld.patterns(3)) {
            for (String outer : SubjectWorld.patterns(3)) {
                if (SubjectPattern.isSubset(inner, outer)) {
                    assertThat(world)
                            .as("%s within %s", inner, outer)
                            .noneMatch(
                                    s -> SubjectWorld.naiveMatches(inner, s) && !SubjectWorld.naiveMatches(outer, s));
                }
            }
        }
        assertThat(SubjectPattern.isSubset("a.*.x", "a.>")).isTrue();
        assertThat(SubjectPattern.isSubset("a.>", "a.*")).isFalse();
        assertThat(SubjectPattern.isSubset("a.*", "a.b")).isFalse();
    }
}
