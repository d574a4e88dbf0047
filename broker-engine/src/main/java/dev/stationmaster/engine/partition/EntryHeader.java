package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.util.List;

/// Bytes of one log entry: one group time and batches of commands.
///
/// Header: `kind:u8 | version:u8 | time:i64 | batches:u32`, then for each batch `origin:u32 | session:i64 | number:i64
/// | acknowledged:i64 | count:u32 | commandBytes:u32 | payloadBytes:u32 | commands`. Payload: the batches' payloads in
/// order. Origin 0 is the leader itself; its session is the term, and its batches are never repeated.
final class EntryHeader {
    static final int KIND = 1;
    static final int VERSION = 1;
    static final int FIXED = 1 + 1 + 8 + 4;
    static final int BATCH_FIXED = 4 + 8 + 8 + 8 + 4 + 4 + 4;

    private EntryHeader() {}

    static int length(List<Batch> batches) {
        int length = FIXED;
        for (Batch batch : batches) {
            length += BATCH_FIXED + batch.commands().length;
        }
        return length;
    }

    static byte[] header(long groupTimeNanos, List<Batch> batches) {
        ByteBuffer out = ByteBuffer.allocate(length(batches));
        out.put((byte) KIND).put((byte) VERSION).putLong(groupTimeNanos).putInt(batches.size());
        for (Batch batch : batches) {
            out.putInt(batch.origin()).putLong(batch.session()).putLong(batch.number());
            out.putLong(batch.acknowledgedUpTo()).putInt(batch.count());
            out.putInt(batch.commands().length).putInt(batch.payloads().length());
            out.put(batch.commands());
        }
        return out.array();
    }

    static Payloads payload(List<Batch> batches) {
        return Payloads.join(batches.stream().map(Batch::payloads).toList());
    }
}
