package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stationmaster.engine.partition.LoopQueue.Item;
import dev.stationmaster.engine.replication.LogReplica.Position;
import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopQueueTest {
    private final LoopQueue queue = new LoopQueue();

    @Test
    void entriesWaitAtTheBoundUntilOneIsApplied() throws Exception {
        AtomicInteger put = new AtomicInteger();
        Thread ratis = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < 40; i++) {
                queue.putEntry(entry(1 << 20));
                put.incrementAndGet();
            }
        });
        await().atMost(Duration.ofSeconds(5)).until(() -> put.get() == 16);
        await().during(Duration.ofMillis(200)).until(() -> put.get() == 16);
        List<Item> items = new ArrayList<>();
        queue.take(items, 1, 1);
        assertThat(put.get()).isEqualTo(16);
        queue.release((Item.Entry) items.getFirst());
        await().atMost(Duration.ofSeconds(5)).until(() -> put.get() == 17);
        queue.close();
        ratis.join(5000);
        assertThat(ratis.isAlive()).isFalse();
    }

    @Test
    void anEntryAboveTheBoundPassesAlone() {
        assertThat(queue.putEntry(entry(20 << 20))).isTrue();
        assertThat(queue.entryBytes()).isEqualTo(20 << 20);
    }

    @Test
    void tooManyRequestsAreRefusedButTasksAreTaken() {
        while (queue.offerRequest(() -> {})) {
            assertThat(queue.entryBytes()).isZero();
        }
        assertThat(queue.putTask(() -> {})).isTrue();
    }

    @Test
    void aClosedQueueTakesNothing() {
        queue.close();
        assertThat(queue.putTask(() -> {})).isFalse();
        assertThat(queue.putEntry(entry(1))).isFalse();
        assertThat(queue.offerRequest(() -> {})).isFalse();
    }

    private static Item.Entry entry(int bytes) {
        return new Item.Entry(new Position(1, 1), ByteBuffer.allocate(bytes), Payloads.NONE, () -> {});
    }
}
