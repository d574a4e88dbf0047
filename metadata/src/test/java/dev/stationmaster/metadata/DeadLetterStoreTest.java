package dev.stationmaster.metadata;

import static dev.stationmaster.metadata.Samples.NOON;
import static dev.stationmaster.metadata.Samples.poison;
import static dev.stationmaster.metadata.Samples.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.metadata.DeadLetterStore.Filter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DeadLetterStoreTest {
    @Parameter
    StoreKind kind;

    MetadataStores stores;
    DeadLetterStore letters;

    @BeforeEach
    void open() {
        stores = kind.open();
        letters = stores.deadLetters();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aRowComesBackWholeWithHeadersInOrder() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("z", "1");
        headers.put("a", "\"ü\"");
        NewDeadLetter letter = new NewDeadLetter(
                "orders",
                2,
                9_000_000_000L,
                8_000_000_000L,
                DeadLetter.Kind.POISON,
                "g",
                "boom",
                10,
                "cam",
                headers,
                new byte[] {0, -1, 7},
                NOON,
                NOON.plusSeconds(1));
        long id = letters.add(letter);
        DeadLetter row = letters.byId(id).orElseThrow();
        assertThat(row.groups()).containsExactly("g");
        assertThat(List.copyOf(row.headers().entrySet())).isEqualTo(List.copyOf(headers.entrySet()));
        assertThat(row.payload()).containsExactly(0, -1, 7);
        assertThat(row.size()).isEqualTo(3);
        assertThat(row.sequence()).isEqualTo(8_000_000_000L);
        assertThat(row.streamId()).isEqualTo(9_000_000_000L);
        assertThat(row.sentAt()).isEqualTo(NOON);
        assertThat(row.firstAt()).isEqualTo(NOON.plusSeconds(1));
        assertThat(letters.byId(id + 1)).isEmpty();
    }

    @Test
    void theSameMessageAndGroupIsOneRowHoweverOftenWritten() {
        long id = letters.add(poison("orders", 1, "g", "first", NOON));
        assertThat(letters.add(poison("orders", 1, "g", "again", NOON.plusSeconds(5))))
                .isEqualTo(id);
        assertThat(letters.add(poison("orders", 1, "h", "again", NOON.plusSeconds(3))))
                .isEqualTo(id);
        DeadLetter row = letters.byId(id).orElseThrow();
        assertThat(row.groups()).containsExactly("g", "h");
        assertThat(row.reason()).isEqualTo("again");
        assertThat(row.firstAt()).isEqualTo(NOON);
        assertThat(row.lastAt()).isEqualTo(NOON.plusSeconds(5));
        assertThat(letters.add(poison("orders", 2, "g", "", NOON))).isNotEqualTo(id);
    }

    @Test
    void schemaRefusalsAreAlwaysNewRows() {
        assertThat(letters.addAll(List.of(refusal("orders", "bad", NOON), refusal("orders", "bad", NOON))))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void aRowGoesWithItsLastGroup() {
        long id = letters.add(poison("orders", 1, "g", "", NOON));
        letters.add(poison("orders", 1, "h", "", NOON));
        assertThat(letters.removeGroup(id, "nobody")).isFalse();
        assertThat(letters.removeGroup(id, "g")).isTrue();
        assertThat(letters.byId(id).orElseThrow().groups()).containsExactly("h");
        assertThat(letters.removeGroup(id, "h")).isTrue();
        assertThat(letters.byId(id)).isEmpty();
        assertThat(letters.removeGroup(id, "h")).isFalse();
    }

    @Test
    void listsAreNewestFirstFilteredAndCutShort() {
        for (int i = 1; i <= 3; i++) {
            letters.add(poison("orders", i, "g", "", NOON.plusSeconds(i)));
        }
        letters.add(poison("other", 9, "g", "", NOON));
        letters.add(refusal("orders", "bad", NOON));
        List<DeadLetter> list = letters.list(Filter.ofStation("orders", 3, 2));
        assertThat(list).extracting(DeadLetter::sequence).containsExactly(3L, 2L, 1L);
        assertThat(list.getFirst().payload()).hasSize(2);
        assertThat(list.getFirst().size()).isEqualTo(3);
        assertThat(letters.list(Filter.ofAll(100, 0))).hasSize(5);
        Filter schema = new Filter(Optional.of("orders"), 1, Optional.of(DeadLetter.Kind.SCHEMA), 10, 0);
        assertThat(letters.list(schema)).extracting(DeadLetter::reason).containsExactly("bad");
        assertThatThrownBy(() -> Filter.ofAll(0, 0)).hasMessageContaining("1..10,000");
    }

    @Test
    void countsAndCausesSumUp() {
        letters.add(poison("orders", 1, "g", "boom", NOON));
        letters.add(poison("orders", 1, "h", "boom", NOON));
        long second = letters.add(poison("orders", 2, "g", "boom", NOON.plusSeconds(1)));
        letters.add(poison("orders", 3, "g", "other: reason", NOON));
        letters.add(poison("elsewhere", 4, "g", "boom", NOON));
        assertThat(letters.countByStation()).isEqualTo(Map.of("orders", 3L, "elsewhere", 1L));
        assertThat(letters.countByGroup("orders")).isEqualTo(Map.of("g", 3L, "h", 1L));
        List<DeadLetterStore.Cause> causes = letters.causes("orders");
        assertThat(causes).extracting(DeadLetterStore.Cause::cause).containsExactly("boom", "other: reason");
        assertThat(causes.getFirst().count()).isEqualTo(2);
        assertThat(causes.getFirst().ids().getFirst()).isEqualTo(second);
    }

    @Test
    void removalTouchesOnlyWhatMatches() {
        long one = letters.add(poison("orders", 1, "g", "", NOON));
        long two = letters.add(poison("orders", 2, "g", "", NOON));
        long three = letters.add(refusal("orders", "", NOON));
        assertThat(letters.remove("other", DeadLetter.Kind.POISON, List.of(one)))
                .isZero();
        assertThat(letters.remove("orders", DeadLetter.Kind.POISON, List.of(one, three)))
                .isEqualTo(1);
        assertThat(letters.remove(List.of(one, two, 999L))).isEqualTo(1);
        assertThat(letters.removeStation("orders", 2)).isZero();
        assertThat(letters.removeStation("orders", 0)).isEqualTo(1);
        letters.add(poison("orders", 5, "g", "", NOON));
        assertThat(letters.removeBefore(NOON)).isZero();
        assertThat(letters.removeBefore(NOON.plusMillis(1))).isEqualTo(1);
        assertThat(letters.byIds(List.of())).isEmpty();
    }

    @Test
    void textsWithNulAreStored() {
        long id = letters.add(new NewDeadLetter(
                "orders",
                1,
                1,
                1,
                DeadLetter.Kind.POISON,
                "g",
                "bro\0ken",
                1,
                "p\0",
                Map.of("k", "v\0"),
                new byte[1],
                Instant.EPOCH,
                NOON));
        assertThat(letters.byId(id).orElseThrow().reason()).startsWith("bro").endsWith("ken");
    }
}
