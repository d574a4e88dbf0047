package dev.stationmaster.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DedupeWindowTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long WINDOW = 16 * SECOND;

    /// Id files in memory.
    private static final class Files implements MessageIds {
        final TreeMap<Long, List<Entry>> files = new TreeMap<>();
        private long next = 1;

        @Override
        public long startFile() {
            files.put(next, new ArrayList<>());
            return next++;
        }

        @Override
        public void append(long hashHigh, long hashLow, long sequence, long timeNanos) {
            files.lastEntry().getValue().add(new Entry(hashHigh, hashLow, sequence, timeNanos));
        }

        @Override
        public Entry read(long file, int position) {
            return files.get(file).get(position);
        }

        @Override
        public void dropFile(long file) {
            assertThat(files.firstKey()).isEqualTo(file);
            files.remove(file);
        }
    }

    private final Files files = new Files();

    @Test
    void agreesWithAMapOfTimes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DedupeWindow window = new DedupeWindow(files, 1_000_000);
        Map<Long, Long> last = new HashMap<>();
        Map<Long, Long> sequences = new HashMap<>();
        long time = 0;
        for (long sequence = 1; sequence < 20_000; sequence++) {
            time += random.nextInt(10) == 0 ? random.nextLong(SECOND / 2) : 1;
            window.expire(time, WINDOW);
            long id = random.nextInt(3_000);
            // Few high halves, so that fingerprints meet.
            long high = (id % 7) << 32;
            boolean known = last.containsKey(id) && time - last.get(id) < WINDOW;
            assertThat(window.find(high, id, time, WINDOW))
                    .as("seed %d", seed)
                    .isEqualTo(known ? sequences.get(id) : 0L);
            if (!known) {
                window.add(high, id, sequence, time, WINDOW);
                last.put(id, time);
                sequences.put(id, sequence);
            }
            assertThat(files.files.size()).isLessThanOrEqualTo(10);
        }
        window.expire(time + WINDOW, WINDOW);
        assertThat(window.size()).isZero();
        assertThat(files.files).isEmpty();
        assertThat(window.nextDueNanos(WINDOW)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFullWindowNeverForgetsEarly() {
        DedupeWindow window = new DedupeWindow(files, 3);
        for (long id = 1; id <= 3; id++) {
            assertThat(window.isFull()).isFalse();
            window.add(id, id, id, id, WINDOW);
        }
        assertThat(window.isFull()).isTrue();
        assertThat(window.find(1, 1, 10, WINDOW)).isEqualTo(1);
        window.expire(WINDOW + 3, WINDOW);
        assertThat(window.isFull()).isFalse();
    }
}
