package dev.stationmaster.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.consumer.ConsumerConfig.AckPolicy;
import dev.stationmaster.engine.consumer.ConsumerProgress;
import dev.stationmaster.engine.jsapi.ConsumerDraft;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random deliveries, acks, naks and passing time against a model that is a map of what is pending.
class DeliveryStateTest {
    private static final long MILLI = 1_000_000;
    private static final long ACK_WAIT = 200 * MILLI;
    private static final int MAX_DELIVER = 3;

    private static final class Expected {
        int deliveries;
        long due;
        boolean again;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithANaiveModel(long seed) {
        Random random = new Random(seed);
        ConsumerDraft config = new ConsumerDraft();
        config.name = "c";
        config.ackPolicy = AckPolicy.EXPLICIT;
        config.ackWaitNanos = ACK_WAIT;
        config.maxDeliver = MAX_DELIVER;
        ProgressDraft draft = new ProgressDraft();
        DeliveryState state = new DeliveryState(config.build(), 1, draft);
        TreeMap<Long, Expected> model = new TreeMap<>();
        TreeSet<Long> settled = new TreeSet<>();
        TreeSet<Long> exhausted = new TreeSet<>();
        TreeSet<Long> recordedSettled = new TreeSet<>();
        TreeSet<Long> recordedExhausted = new TreeSet<>();
        long now = 0;
        long next = 1;

        for (int step = 0; step < 3000; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    long sequence = next;
                    next += 1 + random.nextInt(2);
                    state.delivered(sequence, now, true);
                    Expected entry = new Expected();
                    entry.deliveries = 1;
                    entry.due = now + ACK_WAIT;
                    model.put(sequence, entry);
                }
                case 3 -> {
                    long sequence = any(random, next);
                    boolean known = model.remove(sequence) != null;
                    assertThat(state.drop(sequence)).isEqualTo(known);
                    if (known) {
                        settled.add(sequence);
                    }
                }
                case 4 -> {
                    long sequence = any(random, next);
                    long delay = random.nextBoolean() ? 0 : 50 * MILLI;
                    state.nak(sequence, now, delay, 0);
                    nak(model, exhausted, sequence, now, delay);
                }
                case 5 -> {
                    now += random.nextInt(12) * DueTimes.RESOLUTION_NANOS;
                    state.expire(now);
                    expire(model, exhausted, now);
                }
                case 6 -> {
                    long again = state.firstAgain();
                    assertThat(again)
                            .isEqualTo(model.entrySet().stream()
                                    .filter(entry -> entry.getValue().again)
                                    .map(java.util.Map.Entry::getKey)
                                    .findFirst()
                                    .orElse(0L));
                    if (again != 0) {
                        state.delivered(again, now, true);
                        Expected entry = model.get(again);
                        entry.again = false;
                        entry.deliveries++;
                        entry.due = now + ACK_WAIT;
                    }
                }
                default -> {
                    long sequence = any(random, next);
                    state.extend(sequence, now);
                    Expected entry = model.get(sequence);
                    if (entry != null && !entry.again) {
                        entry.due = now + ACK_WAIT;
                    }
                }
            }
            assertThat(state.ackPending()).as("step %d of seed %d", step, seed).isEqualTo(model.size());
            assertThat(state.ackFloorStream())
                    .isEqualTo(model.isEmpty() ? state.deliveredStream() : model.firstKey() - 1);
            assertThat(state.redelivered()).isEqualTo((int) model.values().stream()
                    .filter(entry -> entry.deliveries > 1)
                    .count());
            if (random.nextInt(20) == 0) {
                record(
                        draft.take(state.deliveredStream(), state.deliveredConsumer()),
                        recordedSettled,
                        recordedExhausted);
            }
        }
        record(draft.take(state.deliveredStream(), state.deliveredConsumer()), recordedSettled, recordedExhausted);
        assertThat(recordedSettled).isEqualTo(settled);
        assertThat(recordedExhausted).isEqualTo(exhausted);
    }

    private static long any(Random random, long next) {
        return next == 1 ? 1 : 1 + random.nextLong(next - 1);
    }

    private static void nak(
            TreeMap<Long, Expected> model, TreeSet<Long> exhausted, long sequence, long now, long delay) {
        Expected entry = model.get(sequence);
        if (entry == null || entry.again) {
            return;
        }
        if (entry.deliveries >= MAX_DELIVER) {
            model.remove(sequence);
            exhausted.add(sequence);
        } else if (delay > 0) {
            entry.due = now + delay;
        } else {
            entry.again = true;
        }
    }

    /// All times are multiples of the wheel's resolution, so nothing is rounded.
    private static void expire(TreeMap<Long, Expected> model, TreeSet<Long> exhausted, long now) {
        for (long sequence : new ArrayList<>(model.keySet())) {
            Expected entry = model.get(sequence);
            if (!entry.again && entry.due <= now) {
                if (entry.deliveries >= MAX_DELIVER) {
                    model.remove(sequence);
                    exhausted.add(sequence);
                } else {
                    entry.again = true;
                }
            }
        }
    }

    private static void record(ConsumerProgress progress, TreeSet<Long> settled, TreeSet<Long> exhausted) {
        for (ConsumerProgress.Range range : progress.settled()) {
            for (long sequence = range.first(); sequence <= range.last(); sequence++) {
                assertThat(settled.add(sequence)).isTrue();
            }
        }
        progress.exhausted()
                .forEach(item -> assertThat(exhausted.add(item.sequence())).isTrue());
    }
}
