package dev.stationmaster.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowRetentionTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final MetadataStores stores = MetadataStores.inMemory();

    @Test
    void removesDeadLettersThatFailedLongerAgoThanTheSettingSays() {
        stores.settings().put("dls_retention_hours", "5");
        add(1, NOW.minus(Duration.ofHours(6)));
        add(2, NOW.minus(Duration.ofHours(4)));
        assertThat(RowRetention.of(stores.settings()).sweep(stores, NOW)).isEqualTo(1);
        assertThat(RowRetention.of(stores.settings()).sweep(stores, NOW)).isZero();
    }

    @Test
    void keepsDeadLettersForThreeDaysWhereNothingSensibleIsSet() {
        for (String nonsense : List.of("", "soon", "0", "-4")) {
            stores.settings().put("dls_retention_hours", nonsense);
            assertThat(RowRetention.of(stores.settings()).deadLetters()).isEqualTo(Duration.ofDays(3));
        }
    }

    private void add(long sequence, Instant at) {
        stores.deadLetters()
                .add(new NewDeadLetter(
                        "orders",
                        1,
                        7,
                        sequence,
                        DeadLetter.Kind.POISON,
                        "billing",
                        "",
                        3,
                        "p",
                        Map.of(),
                        new byte[0],
                        at,
                        at));
    }
}
