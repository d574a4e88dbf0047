package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.PartitionCommand;
import dev.stationmaster.engine.replication.PartitionCommand.Append;
import dev.stationmaster.engine.replication.PartitionCommand.AppendCopy;
import dev.stationmaster.engine.replication.PartitionCommand.UploadBegin;
import dev.stationmaster.engine.replication.PartitionCommand.UploadCommit;
import dev.stationmaster.engine.replication.PartitionCommand.UploadCommitCopy;
import dev.stationmaster.engine.replication.PartitionCommand.UploadPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Cuts a message that no log entry can hold into begin, parts and commit (engine.md §3).
final class LargeMessage {
    /// Headers and payload of a message that travels whole.
    static final int WHOLE_BYTES_MAX = 512 * 1024;

    /// In place of a node's number.
    private static final int LEADER = 0x7F;

    private static final int PART_BYTES = 240 * 1024;
    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis() << 20);

    private LargeMessage() {}

    static boolean isLarge(Append append) {
        return append.headers().length + append.payload().length > WHOLE_BYTES_MAX;
    }

    /// @param origin node that sends it; its number is the upload id's highest byte
    static List<PartitionCommand> cut(Append append, int origin) {
        long id = ((long) origin << 56) | (IDS.incrementAndGet() & 0xFF_FFFF_FFFF_FFFFL);
        byte[] payload = append.payload();
        List<PartitionCommand> commands = new ArrayList<>();
        commands.add(new UploadBegin(append.streamId(), id, append.subject(), append.headers(), payload.length));
        for (int from = 0; from < payload.length; from += PART_BYTES) {
            int to = Math.min(payload.length, from + PART_BYTES);
            commands.add(new UploadPart(append.streamId(), id, Arrays.copyOfRange(payload, from, to)));
        }
        commands.add(new UploadCommit(append.streamId(), id));
        return commands;
    }

    static boolean isLarge(AppendCopy copy) {
        return copy.headers().length + copy.payload().length > WHOLE_BYTES_MAX;
    }

    /// Uploads of a leader itself are apart from those of the node's origin, which end with its session.
    static List<PartitionCommand> cut(AppendCopy copy) {
        return cut(copy, LEADER);
    }

    static List<PartitionCommand> cut(AppendCopy copy, int origin) {
        Append whole = new Append(copy.streamId(), copy.subject(), copy.headers(), copy.payload());
        List<PartitionCommand> commands = cut(whole, origin);
        UploadCommit last = (UploadCommit) commands.removeLast();
        commands.add(new UploadCommitCopy(copy.streamId(), last.uploadId(), copy.copy()));
        return commands;
    }

    /// Node whose upload it is.
    static int origin(long uploadId) {
        return (int) (uploadId >>> 56);
    }
}
