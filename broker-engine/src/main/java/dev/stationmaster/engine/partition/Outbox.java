package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.image.Fields;
import dev.stationmaster.engine.partition.LeaderSide.DeadLetter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Dead letters of a group, each with a copy of its message, until the leader has written them to the metadata. Part of
/// the replicated state; confined to the group loop. Bounded in bytes: the oldest goes first.
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final long BYTES_MAX = 64L << 20;

    private record Entry(long streamId, DeadLetter letter) {
        long bytes() {
            StoredMessage message = letter.message();
            return 100L + message.headers().length + message.payload().length;
        }
    }

    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private long nextId = 1;
    private long bytes;

    DeadLetter add(long streamId, Partition.ExhaustedMessage exhausted, long groupTimeNanos) {
        DeadLetter letter = new DeadLetter(
                nextId++,
                exhausted.consumer(),
                exhausted.deliveries(),
                exhausted.reason(),
                groupTimeNanos,
                exhausted.message());
        Entry entry = new Entry(streamId, letter);
        entries.put(letter.outboxId(), entry);
        bytes += entry.bytes();
        while (bytes > BYTES_MAX && entries.size() > 1) {
            Entry oldest = entries.pollFirstEntry().getValue();
            bytes -= oldest.bytes();
            LOG.warn(
                    "dead letter {} of stream {} was dropped: more than {} bytes wait to be written to the metadata",
                    oldest.letter.outboxId(),
                    oldest.streamId,
                    BYTES_MAX);
        }
        return letter;
    }

    void done(long[] ids) {
        for (long id : ids) {
            Entry entry = entries.remove(id);
            if (entry != null) {
                bytes -= entry.bytes();
            }
        }
    }

    void removeStream(long streamId) {
        entries.values().removeIf(entry -> {
            boolean gone = entry.streamId == streamId;
            if (gone) {
                bytes -= entry.bytes();
            }
            return gone;
        });
    }

    void forEach(BiConsumer<Long, DeadLetter> action) {
        entries.values().forEach(entry -> action.accept(entry.streamId, entry.letter));
    }

    void writeImage(DataOutput out) throws IOException {
        out.writeLong(nextId);
        out.writeInt(entries.size());
        for (Entry entry : entries.values()) {
            DeadLetter letter = entry.letter;
            StoredMessage message = letter.message();
            out.writeLong(entry.streamId);
            out.writeLong(letter.outboxId());
            Fields.writeText(out, letter.consumer());
            out.writeInt(letter.deliveries());
            Fields.writeText(out, letter.reason());
            out.writeLong(letter.groupTimeNanos());
            out.writeLong(message.sequence());
            out.writeLong(message.timeNanos());
            Fields.writeText(out, message.subject());
            Fields.writeBytes(out, message.headers());
            Fields.writeBytes(out, message.payload());
        }
    }

    void restore(DataInput in) throws IOException {
        entries.clear();
        bytes = 0;
        nextId = in.readLong();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            long streamId = in.readLong();
            long id = in.readLong();
            String consumer = Fields.readText(in);
            int deliveries = in.readInt();
            String reason = Fields.readText(in);
            long time = in.readLong();
            StoredMessage message = new StoredMessage(
                    in.readLong(), in.readLong(), Fields.readText(in), Fields.readBytes(in), Fields.readBytes(in));
            Entry entry = new Entry(streamId, new DeadLetter(id, consumer, deliveries, reason, time, message));
            entries.put(id, entry);
            bytes += entry.bytes();
        }
    }
}
