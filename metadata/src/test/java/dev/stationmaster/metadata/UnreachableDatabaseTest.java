package dev.stationmaster.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnreachableDatabaseTest {
    @Test
    void opensAtOnceAndSaysThatTheDatabaseIsAway() {
        MetadataConfig config =
                new MetadataConfig("jdbc:postgresql://127.0.0.1:" + TestDatabase.freePort() + "/x", "u", "p");
        try (MetadataStores stores = MetadataStores.open(config)) {
            assertThat(stores.status()).isInstanceOf(MetadataStatus.Unavailable.class);
            assertThatThrownBy(() -> stores.users().all())
                    .isInstanceOfSatisfying(
                            MetadataException.class,
                            cause -> assertThat(cause.kind()).isEqualTo(MetadataException.Kind.UNAVAILABLE))
                    .hasMessageContaining(config.jdbcUrl());
        }
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(new MetadataConfig("jdbc:postgresql://h/d", "u", "secret").toString())
                .doesNotContain("secret");
        assertThatThrownBy(() -> new MetadataConfig("http://h", "u", "p")).hasMessageContaining("jdbc:postgresql:");
    }
}
