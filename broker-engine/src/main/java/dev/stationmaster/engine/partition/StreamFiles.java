package dev.stationmaster.engine.partition;

import dev.stationmaster.engine.storage.FlushTarget;
import dev.stationmaster.engine.storage.IdLog;
import dev.stationmaster.engine.storage.SegmentLog;
import dev.stationmaster.engine.stream.MessageIds;
import dev.stationmaster.engine.stream.StoredMessages;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of one stream, as its state wants them: messages in segments, message ids beside them. Confined to the
/// group loop.
final class StreamFiles implements StoredMessages, MessageIds {
    private static final int SEGMENT_BYTES_MIN = 1024 * 1024;

    private final SegmentLog log;
    private final IdLog ids;
    private final RemovalListener listener;
    private final int segmentBytesMax;
    private int segmentBytes;
    private long uses;
    private long usesAtImage;

    /// Hears that messages went.
    interface RemovalListener {
        void onRemoved(long sequence);

        /// Every message below the sequence went.
        void onRemovedBelow(long sequence);

        void onAllRemoved(long nextSequence);
    }

    private StreamFiles(SegmentLog log, IdLog ids, RemovalListener listener, int segmentBytesMax) {
        this.log = log;
        this.ids = ids;
        this.listener = listener;
        this.segmentBytesMax = segmentBytesMax;
        this.segmentBytes = segmentBytesMax;
    }

    static StreamFiles create(Path directory, long streamId, RemovalListener listener, int segmentBytesMax) {
        SegmentLog log = SegmentLog.create(directory, streamId);
        return new StreamFiles(log, IdLog.create(directory, streamId), listener, segmentBytesMax);
    }

    static StreamFiles restore(
            DataInput image, Path directory, long streamId, RemovalListener listener, int segmentBytesMax)
            throws IOException {
        SegmentLog log = SegmentLog.restore(image, directory, streamId);
        return new StreamFiles(log, IdLog.restore(image, directory, streamId), listener, segmentBytesMax);
    }

    SegmentLog log() {
        uses++;
        return log;
    }

    IdLog ids() {
        return ids;
    }

    /// A stream that may hold little gets small segments, since room is given back a segment at a time.
    void limitTo(long maxBytes) {
        long wanted = maxBytes <= 0 ? segmentBytesMax : Math.max(maxBytes / 8, SEGMENT_BYTES_MIN);
        segmentBytes = (int) Math.min(wanted, segmentBytesMax);
    }

    void flushWrites() {
        log.flushWrites();
        ids.flushWrites();
    }

    /// @return number of the image, the same for both kinds of files
    long writeImage(DataOutput out) throws IOException {
        long image = log.writeImage(out);
        if (ids.writeImage(out) != image) {
            throw new IllegalStateException("segments and ids of one stream count images differently");
        }
        if (uses == usesAtImage) {
            log.release();
            ids.release();
        }
        usesAtImage = uses;
        return image;
    }

    List<FlushTarget> dirtyFiles() {
        List<FlushTarget> dirty = new ArrayList<>(log.dirtyFiles());
        dirty.addAll(ids.dirtyFiles());
        return dirty;
    }

    void onCheckpointDurable(long image) {
        log.onCheckpointDurable(image);
        ids.onCheckpointDurable(image);
    }

    void close() {
        log.close();
        ids.release();
    }

    @Override
    public void append(long sequence, long timeNanos, String subject, byte[] headers, byte[] payload, long accounted) {
        uses++;
        log.append(sequence, timeNanos, subject, headers, payload, accounted, segmentBytes);
    }

    @Override
    public long timeNanos(long sequence) {
        return log.timeOf(sequence);
    }

    @Override
    public String subject(long sequence) {
        return log.subjectOf(sequence);
    }

    @Override
    public long fileBytes(long sequence) {
        return log.bytesOf(sequence);
    }

    @Override
    public boolean hasHeaders(long sequence) {
        return log.hasHeaders(sequence);
    }

    @Override
    public long next(String subject, long fromInclusive, long toInclusive) {
        return log.next(subject, fromInclusive, toInclusive);
    }

    @Override
    public long previous(String subject, long fromInclusive, long toInclusive) {
        return log.previous(subject, fromInclusive, toInclusive);
    }

    @Override
    public void onRemoved(long sequence, long accounted) {
        log.onRemoved(sequence, accounted);
        listener.onRemoved(sequence);
    }

    @Override
    public @Nullable Stretch stretch(long firstSequence) {
        SegmentLog.Live live = log.live(firstSequence);
        return live == null
                ? null
                : new Stretch(live.last(), live.lastTimeNanos(), live.messages(), live.bytes(), live.subject());
    }

    @Override
    public void onStretchRemoved(Stretch stretch, long nextSequence) {
        log.onSegmentRemoved(stretch.last());
        listener.onRemovedBelow(nextSequence);
    }

    @Override
    public void onAllRemoved(long nextSequence) {
        log.onAllRemoved();
        listener.onAllRemoved(nextSequence);
    }

    @Override
    public long startFile() {
        return ids.startFile();
    }

    @Override
    public void append(long hashHigh, long hashLow, long sequence, long timeNanos) {
        ids.append(hashHigh, hashLow, sequence, timeNanos);
    }

    @Override
    public MessageIds.Entry read(long file, int position) {
        return entry(ids.read(file, position));
    }

    static MessageIds.Entry entry(IdLog.Entry entry) {
        return new MessageIds.Entry(entry.hashHigh(), entry.hashLow(), entry.sequence(), entry.timeNanos());
    }

    @Override
    public void dropFile(long file) {
        ids.dropFile(file);
    }
}
