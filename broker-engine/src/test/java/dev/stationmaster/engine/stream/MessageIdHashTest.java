package dev.stationmaster.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdHashTest {
    private static final long KEY0 = 0x0706050403020100L;
    private static final long KEY1 = 0x0f0e0d0c0b0a0908L;

    @Test
    void agreesWithTheReferenceVectorsOfSipHash128() {
        MessageIdHash hash = new MessageIdHash();
        hash.hash(KEY0, KEY1, new byte[0]);
        assertThat(hash.low()).isEqualTo(0xe6a825ba047f81a3L);
        assertThat(hash.high()).isEqualTo(0x930255c71472f66dL);
        hash.hash(KEY0, KEY1, new byte[] {0});
        assertThat(hash.low()).isEqualTo(0x44af996bd8c187daL);
        assertThat(hash.high()).isEqualTo(0x45fc229b11597634L);
    }

    @Test
    void everyLengthAndKeyGivesAnotherHash() {
        Set<String> seen = new HashSet<>();
        MessageIdHash hash = new MessageIdHash();
        for (int length = 0; length < 64; length++) {
            hash.hash(KEY0, KEY1, new byte[length]);
            assertThat(seen.add(hash.high() + " " + hash.low())).isTrue();
            hash.hash(KEY0, KEY1 + 1, new byte[length]);
            assertThat(seen.add(hash.high() + " " + hash.low())).isTrue();
        }
    }
}
