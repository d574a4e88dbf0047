package dev.stationmaster.gateway.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The partition of a message: hashes are those that the SDKs compute.
class PartitionChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "a,3387765255,1,0,3",
        "key,2580712894,0,1,2",
        "partition-key,1320671953,1,1,1",
        "user-1,3441879530,0,2,2",
        "user-2,1858104965,1,2,1",
        "user-3,2872442212,0,1,0",
        "hello,168865661,1,2,1",
        "été,547603322,0,2,2",
        "'',1257683291,1,2,3",
    })
    void hashesKeysLikeTheSdks(String key, long hash, int of2, int of3, int of4) {
        assertThat(Integer.toUnsignedLong(Murmur3.hash(key.getBytes(StandardCharsets.UTF_8), 31)))
                .isEqualTo(hash);
        PartitionChoice choice = new PartitionChoice.Key(key);
        assertThat(choice.of(List.of(1, 2), new AtomicInteger())).isEqualTo(of2 + 1);
        assertThat(choice.of(List.of(1, 2, 3), new AtomicInteger())).isEqualTo(of3 + 1);
        assertThat(choice.of(List.of(1, 2, 3, 4), new AtomicInteger())).isEqualTo(of4 + 1);
    }

    @Test
    void goesRoundAlsoWhenItsCounterOverflows() {
        AtomicInteger turn = new AtomicInteger(Integer.MAX_VALUE);
        PartitionChoice choice = new PartitionChoice.RoundRobin();
        assertThat(List.of(
                        choice.of(List.of(1, 2, 3), turn),
                        choice.of(List.of(1, 2, 3), turn),
                        choice.of(List.of(1, 2, 3), turn)))
                .allMatch(partition -> partition >= 1 && partition <= 3);
    }

    @Test
    void refusesANumberThatTheStationDoesNotHave() {
        assertThatThrownBy(() -> new PartitionChoice.Chosen(4).of(List.of(1, 2, 3), new AtomicInteger()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partition 4 does not exist (expected: 1..3)");
        assertThat(new PartitionChoice.Chosen(4).of(List.of(1), new AtomicInteger()))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Station name can not be empty",
                "a#b|Only alphanumeric and the '_', '-', '.' characters are allowed in Station",
                "a b|Only alphanumeric and the '_', '-', '.' characters are allowed in Station",
                ".a|Station name can not start or end with non alphanumeric character",
                "a_|Station name can not start or end with non alphanumeric character",
            })
    void refusesNamesWithTheBrokersTexts(String name, String text) {
        assertThatThrownBy(() -> Name.ofStation(name)).hasMessage(text);
    }

    @Test
    void knowsBothFormsOfAName() {
        Name name = Name.ofStation("Or.Ders");
        assertThat(name.external()).isEqualTo("or.ders");
        assertThat(name.subject(2)).isEqualTo("or#ders$2.final");
        assertThatThrownBy(() -> Name.ofStation("a".repeat(129))).hasMessage("Station should be under 128 characters");
    }
}
