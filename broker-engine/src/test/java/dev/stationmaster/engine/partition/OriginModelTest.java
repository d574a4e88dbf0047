package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stationmaster.engine.partition.OriginSessions.Verdict;
import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Outcome;
import dev.stationmaster.engine.replication.OutcomeCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An origin against a group that is a list, on one thread and simulated time: batches and replies are lost, repeated
/// and late, leaders come and go. Whatever happens, a command is applied once at most, in order, and answered once and
/// in time; what was answered is true.
class OriginModelTest {
    private static final long MILLI = 1_000_000L;
    private static final GroupId GROUP = new GroupId("r3-1");

    /// Something that happens later.
    private record Event(long at, long order, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now = 1000 * MILLI;
    private long orders;
    private int leader = 2;
    private final OriginSessions sessions = new OriginSessions();
    private final List<String> applied = new ArrayList<>();
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, Long> proposedAt = new HashMap<>();
    private final AtomicLong waiting = new AtomicLong();
    private Random random;
    private Origin origin;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void everyCommandIsAppliedOnceAtMostInOrderAndAnsweredTruthfully(long seed) {
        random = new Random(seed);
        origin = new Origin(GROUP, 1, () -> leader, this::send, () -> now, waiting, () -> {});
        int count = 3000;
        for (int i = 0; i < count; i++) {
            step(random.nextInt(3) * MILLI);
            propose("t" + i);
            if (random.nextInt(200) == 0) {
                leader = 0;
                int back = 1 + random.nextInt(3);
                after(random.nextInt(random.nextInt(4) == 0 ? 5000 : 800) * MILLI, () -> leader = back);
            }
        }
        for (int i = 0; i < 100; i++) {
            step(100 * MILLI);
        }
        assertThat(outcomes).as("seed " + seed).hasSize(count);
        assertThat(applied).doesNotHaveDuplicates();
        List<String> inOrder = new ArrayList<>(applied);
        inOrder.sort((a, b) -> Integer.compare(number(a), number(b)));
        assertThat(applied).isEqualTo(inOrder);
        outcomes.forEach((text, outcome) -> {
            if (outcome instanceof Outcome.Stored(long sequence)) {
                assertThat(applied.get((int) sequence - 1)).isEqualTo(text);
            } else if (outcome instanceof Outcome.Refused) {
                assertThat(applied).doesNotContain(text);
            }
        });
        long stored = outcomes.values().stream()
                .filter(Outcome.Stored.class::isInstance)
                .count();
        assertThat(stored).isGreaterThan(count / 2);
        assertThat(waiting.get()).isZero();
    }

    private void propose(String text) {
        proposedAt.put(text, now);
        origin.proposeRaw(ListMachine.append(text), outcome -> {
            assertThat(outcomes.put(text, outcome))
                    .as("second answer to " + text)
                    .isNull();
            assertThat(now - proposedAt.get(text)).as("time to answer " + text).isLessThan(4500 * MILLI);
        });
        origin.pump(now);
    }

    /// The way to a leader: 5 % lost, 5 % twice, each up to 40 ms late but in order.
    private boolean send(int node, Batch batch) {
        int copies = random.nextInt(20) == 0 ? 0 : random.nextInt(20) == 0 ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            after(random.nextInt(40) * MILLI, () -> arrive(node, batch));
        }
        return random.nextInt(50) != 0;
    }

    private void arrive(int node, Batch batch) {
        if (node != leader) {
            reply(BatchReply.of(batch, BatchReply.Kind.NOT_LEADER, leader));
            return;
        }
        // It is appended; apply follows, also when the leader goes meanwhile.
        after(random.nextInt(20) * MILLI, () -> apply(batch));
    }

    private void apply(Batch batch) {
        BatchReply reply = switch (sessions.judge(batch.origin(), batch.session(), batch.number())) {
            case Verdict.Apply apply -> {
                sessions.begin(batch.origin(), batch.session());
                byte[] bytes = run(batch);
                sessions.applied(batch.origin(), batch.number(), batch.acknowledgedUpTo(), bytes);
                yield BatchReply.applied(batch, bytes);
            }
            case Verdict.Known(byte[] bytes) -> BatchReply.applied(batch, bytes);
            case Verdict.OutOfOrder(long expected) -> BatchReply.of(batch, BatchReply.Kind.OUT_OF_ORDER, expected);
            case Verdict.Ended(long current) -> BatchReply.of(batch, BatchReply.Kind.SESSION_ENDED, current);
        };
        reply(reply);
    }

    private byte[] run(Batch batch) {
        OutcomeCodec.Writer writer = new OutcomeCodec.Writer();
        ByteBuffer in = ByteBuffer.wrap(batch.commands());
        for (int i = 0; i < batch.count(); i++) {
            byte[] command = new byte[in.getInt()];
            in.getInt();
            in.get(command);
            applied.add(new String(command, 2, command.length - 2, StandardCharsets.UTF_8));
            writer.add(new Outcome.Stored(applied.size()));
        }
        return writer.toBytes();
    }

    private void reply(BatchReply reply) {
        if (random.nextInt(20) != 0) {
            after(random.nextInt(40) * MILLI, () -> {
                origin.onReply(reply, now);
                origin.pump(now);
            });
        }
    }

    private void after(long nanos, Runnable run) {
        events.add(new Event(now + nanos, orders++, run));
    }

    /// Lets time pass; the pump looks at least every 20 ms.
    private void step(long nanos) {
        long end = now + nanos;
        while (now < end) {
            long next = Math.min(end, now + 20 * MILLI);
            while (!events.isEmpty() && events.peek().at() <= next) {
                Event event = events.poll();
                now = Math.max(now, event.at());
                event.run().run();
            }
            now = next;
            origin.pump(now);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(1));
    }
}
