package dev.stationmaster.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    @Test
    void piecesAreTheSameHoweverTheBytesCame() {
        long seed = 11;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] whole = new byte[random.nextInt(60)];
            random.nextBytes(whole);
            List<Payloads> parts = new ArrayList<>();
            for (int at = 0; at < whole.length; ) {
                int size = Math.min(random.nextInt(20), whole.length - at);
                parts.add(Payloads.of(Arrays.copyOfRange(whole, at, at + size)));
                at += size;
            }
            Payloads payloads = Payloads.join(parts);
            assertThat(payloads.toBytes()).isEqualTo(whole);
            Payloads.Reader reader = payloads.reader();
            int at = 0;
            while (at < whole.length) {
                int size = Math.min(random.nextInt(25), whole.length - at);
                if (random.nextInt(4) == 0) {
                    reader.skipTo(at + size);
                } else {
                    assertThat(reader.next(size))
                            .as("seed " + seed + " round " + round + " at " + at)
                            .isEqualTo(ByteBuffer.wrap(whole, at, size));
                }
                at += size;
                assertThat(reader.position()).isEqualTo(at);
            }
            assertThatThrownBy(() -> reader.next(1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aWholeArrayIsNotCopied() {
        byte[] large = new byte[100];
        Payloads.Reader reader = Payloads.of(List.of(new byte[3], large)).reader();
        reader.skipTo(3);
        ByteBuffer taken = reader.next(100);
        assertThat(taken.array()).isSameAs(large);
        assertThat(taken.arrayOffset()).isZero();
    }
}
