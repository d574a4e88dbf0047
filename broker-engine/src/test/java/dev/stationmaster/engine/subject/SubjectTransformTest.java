package dev.stationmaster.engine.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTransformTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo | bar | foo | bar",
                "> | > | a.b | a.b",
                "> | p.> | a.b | p.a.b",
                "a.> | b.> | a.x.y | b.x.y",
                "a.*.> | b.$1.> | a.x.y.z | b.x.y.z",
                "foo.*.* | bar.$2.$1 | foo.1.2 | bar.2.1",
                "foo.*.* | bar.{{wildcard(2)}}.{{ Wildcard( 1 ) }} | foo.1.2 | bar.2.1",
                "foo.* | $JS.{{wildcard(1)}} | foo.x | $JS.x",
                "* | {{splitfromleft(1,3)}} | 12345 | 123.45",
                "* | {{SplitFromRight(1,3)}} | 12345 | 12.345",
                "* | {{splitfromleft(1,9)}} | 12345 | 12345",
                "* | {{slicefromleft(1,3)}} | 1234567890 | 123.456.789.0",
                "* | {{slicefromright(1,3)}} | 1234567890 | 1.234.567.890",
                "* | {{slicefromleft(1,5)}} | 1234567890 | 12345.67890",
                "* | {{split(1,-)}} | -abc-def--ghi- | abc.def.ghi",
                "* | {{left(1,2)}}.{{right(1,3)}} | abcdef | ab.def",
                "*.* | {{partition(10,1,2)}}.x | foo.bar | 0.x",
                "*.* | {{partition(3,2)}}.x | foo.bar | 2.x",
            })
    void mapsSubjects(String source, String destination, String subject, String mapped) {
        assertThat(SubjectTransform.of(source, destination).apply(subject)).isEqualTo(mapped);
    }

    @Test
    void leavesWhatDoesNotMatch() {
        assertThat(SubjectTransform.of("a.*", "b.$1").apply("x.y")).isNull();
        assertThat(SubjectTransform.of("a.*", "").apply("a.y")).isEqualTo("a.y");
        assertThat(SubjectTransform.of("", "b.>").apply("x.y")).isEqualTo("b.x.y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo | bar.> | '>' must end both",
                "foo.* | bar.$2 | out of range",
                "foo | bar.{{wildcard(1)}} | out of range",
                "foo.* | bar.{{wildcard()}} | invalid argument",
                "foo.* | bar.{{partition(1)}} | not enough arguments",
                "foo.* | bar.{{partition(0,1)}} | no partitions",
                "foo.* | bar.{{wildcard(1,2)}} | too many arguments",
                "foo.* | bar.{{unknown(1,2)}} | unknown function",
                "foo.* | bar..x | invalid subject",
                "foo.* | bar.* | invalid subject",
                "foo..* | bar | invalid subject",
            })
    void refusesWhatCannotBeMapped(String source, String destination, String reason) {
        assertThat(SubjectTransform.isValid(source, destination)).isFalse();
        assertThatThrownBy(() -> SubjectTransform.of(source, destination)).hasMessageContaining(reason);
    }
}
