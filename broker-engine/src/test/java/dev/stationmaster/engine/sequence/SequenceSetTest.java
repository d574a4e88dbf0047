package dev.stationmaster.engine.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceSetTest {
    private static final int RANGE = 3 * 16_384 + 100;

    @Test
    void agreesWithATreeOfLongs() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SequenceSet set = new SequenceSet();
        TreeSet<Long> naive = new TreeSet<>();
        for (int step = 0; step < 1_000; step++) {
            change(random, set, naive);
            long at = 1 + random.nextInt(RANGE);
            long to = at + random.nextInt(RANGE);
            assertThat(set.count()).as("seed %d", seed).isEqualTo(naive.size());
            assertThat(set.contains(at)).as("seed %d", seed).isEqualTo(naive.contains(at));
            assertThat(set.countRange(at, to))
                    .as("seed %d", seed)
                    .isEqualTo(naive.subSet(at, true, to, true).size());
            assertThat(set.next(at)).as("seed %d", seed).isEqualTo(naive.ceiling(at) == null ? 0 : naive.ceiling(at));
            long absent = at;
            while (naive.contains(absent)) {
                absent++;
            }
            assertThat(set.nextAbsent(at)).as("seed %d", seed).isEqualTo(absent);
            absent = at;
            while (naive.contains(absent)) {
                absent--;
            }
            assertThat(set.previousAbsent(at)).as("seed %d", seed).isEqualTo(absent);
            if (step % 500 == 0) {
                set = copy(set);
                assertThat(set.toList()).as("seed %d", seed).containsExactlyElementsOf(naive);
            }
        }
    }

    private static void change(Random random, SequenceSet set, TreeSet<Long> naive) {
        long first = 1 + random.nextInt(RANGE);
        long last = first + (random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                set.addRange(first, last);
                for (long at = first; at <= last; at++) {
                    naive.add(at);
                }
            }
            case 4, 5 -> {
                set.removeRange(first, last);
                naive.subSet(first, true, last, true).clear();
            }
            case 6 -> {
                if (random.nextInt(50) == 0) {
                    set.removeBelow(first);
                    naive.headSet(first).clear();
                }
            }
            default -> {
                assertThat(set.add(first)).isEqualTo(naive.add(first));
                assertThat(set.remove(last)).isEqualTo(naive.remove(last));
            }
        }
    }

    @Test
    void tenMillionScatteredMembersFitInTwoMegabytes() throws IOException {
        SequenceSet set = new SequenceSet();
        for (long at = 1; at <= 10_000_000; at += 2) {
            set.add(at);
        }
        assertThat(bytes(set).length).isLessThan(2_000_000);
        set.addRange(1, 10_000_000);
        assertThat(bytes(set).length).isLessThan(20_000);
    }

    @Test
    void refusesDamagedBytes() throws IOException {
        SequenceSet set = new SequenceSet();
        set.addRange(5, 9);
        byte[] bytes = bytes(set);
        bytes[0] = 9;
        assertThatThrownBy(() -> SequenceSet.read(new DataInputStream(new ByteArrayInputStream(bytes))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void refusesNegativeSequences() {
        assertThatThrownBy(() -> new SequenceSet().add(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SequenceSet copy(SequenceSet set) throws IOException {
        return SequenceSet.read(new DataInputStream(new ByteArrayInputStream(bytes(set))));
    }

    private static byte[] bytes(SequenceSet set) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        set.write(new DataOutputStream(out));
        return out.toByteArray();
    }
}
