package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.replication.PartitionCommand.UploadBegin;
import dev.stationmaster.engine.replication.PartitionCommand.UploadPart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Messages above 512 KB that are under way in parts. Part of the replicated state; confined to the group loop. Bounded
/// for each origin; what is not finished goes after a minute of group time or with its origin's session.
final class Uploads {
    private static final int COUNT_MAX = 16;
    private static final long BYTES_MAX = 32L << 20;
    private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// A message as far as it has come.
    static final class Upload {
        final long streamId;
        final String subject;
        final byte[] headers;
        final byte[] payload;
        private final long beganNanos;
        private int filled;

        private Upload(long streamId, String subject, byte[] headers, int payloadLength, long beganNanos) {
            this.streamId = streamId;
            this.subject = subject;
            this.headers = headers;
            this.payload = new byte[payloadLength];
            this.beganNanos = beganNanos;
        }

        boolean isComplete() {
            return filled == payload.length;
        }

        private long bytes() {
            return (long) headers.length + payload.length;
        }
    }

    private final TreeMap<Long, Upload> uploads = new TreeMap<>();

    /// @return false when the origin has too much under way
    boolean begin(UploadBegin begin, long groupTimeNanos) {
        int origin = LargeMessage.origin(begin.uploadId());
        int count = 0;
        long bytes = (long) begin.headers().length + begin.payloadLength();
        for (var entry : uploads.entrySet()) {
            if (LargeMessage.origin(entry.getKey()) == origin) {
                count++;
                bytes += entry.getValue().bytes();
            }
        }
        if (count >= COUNT_MAX || bytes > BYTES_MAX || begin.payloadLength() < 0) {
            return false;
        }
        uploads.put(
                begin.uploadId(),
                new Upload(begin.streamId(), begin.subject(), begin.headers(), begin.payloadLength(), groupTimeNanos));
        return true;
    }

    /// @return false when there is no such upload or the part does not fit
    boolean add(UploadPart part) {
        Upload upload = uploads.get(part.uploadId());
        if (upload == null || upload.filled + part.bytes().length > upload.payload.length) {
            uploads.remove(part.uploadId());
            return false;
        }
        System.arraycopy(part.bytes(), 0, upload.payload, upload.filled, part.bytes().length);
        upload.filled += part.bytes().length;
        return true;
    }

    /// Takes the upload out; null when there is none or a part is missing.
    @Nullable
    Upload finish(long uploadId) {
        Upload upload = uploads.remove(uploadId);
        return upload != null && upload.isComplete() ? upload : null;
    }

    void onOriginSessionEnded(int origin) {
        uploads.keySet().removeIf(id -> LargeMessage.origin(id) == origin);
    }

    long nextDueNanos() {
        long due = Long.MAX_VALUE;
        for (Upload upload : uploads.values()) {
            due = Math.min(due, upload.beganNanos + LIFE_NANOS);
        }
        return due;
    }

    void expire(long groupTimeNanos) {
        Iterator<Upload> each = uploads.values().iterator();
        while (each.hasNext()) {
            if (each.next().beganNanos + LIFE_NANOS <= groupTimeNanos) {
                each.remove();
            }
        }
    }

    void writeImage(DataOutput out) throws IOException {
        out.writeInt(uploads.size());
        for (var entry : uploads.entrySet()) {
            Upload upload = entry.getValue();
            out.writeLong(entry.getKey());
            out.writeLong(upload.streamId);
            out.writeUTF(upload.subject);
            out.writeInt(upload.headers.length);
            out.write(upload.headers);
            out.writeInt(upload.payload.length);
            out.writeInt(upload.filled);
            out.write(upload.payload, 0, upload.filled);
            out.writeLong(upload.beganNanos);
        }
    }

    void restore(DataInput in) throws IOException {
        uploads.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            long id = in.readLong();
            long streamId = in.readLong();
            String subject = in.readUTF();
            byte[] headers = new byte[in.readInt()];
            in.readFully(headers);
            byte[] payload = new byte[in.readInt()];
            int filled = in.readInt();
            in.readFully(payload, 0, filled);
            Upload upload = new Upload(streamId, subject, headers, payload.length, in.readLong());
            System.arraycopy(payload, 0, upload.payload, 0, filled);
            upload.filled = filled;
            uploads.put(id, upload);
        }
    }
}
