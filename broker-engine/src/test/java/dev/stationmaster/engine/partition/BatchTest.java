package dev.stationmaster.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stationmaster.engine.replication.GroupId;
import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Batch BATCH =
            new Batch(new GroupId("r3-1"), 2, 99, 7, 5, 1, true, new byte[] {1, 2, 3}, Payloads.of(new byte[] {4, 5}));

    @Test
    void aBatchReadsBackWhatItWrote() {
        ByteBuffer bytes = ByteBuffer.allocate(BATCH.encodedLength());
        BATCH.writeTo(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(Batch.read(bytes.flip())).usingRecursiveComparison().isEqualTo(BATCH);
    }

    @Test
    void aBatchCutAnywhereIsRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(BATCH.encodedLength());
        BATCH.writeTo(bytes);
        for (int length = 0; length < bytes.capacity(); length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), length));
            assertThatThrownBy(() -> Batch.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReplyReadsBackWhatItWroteAndIsRefusedWhenCut() {
        BatchReply reply = BatchReply.applied(BATCH, new byte[] {9, 8, 7});
        ByteBuffer bytes = ByteBuffer.allocate(reply.encodedLength());
        reply.writeTo(bytes);
        assertThat(BatchReply.read(bytes.flip())).usingRecursiveComparison().isEqualTo(reply);
        for (int length = 0; length < bytes.capacity(); length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), length));
            assertThatThrownBy(() -> BatchReply.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
