package dev.stationmaster.engine.stream;

import org.jspecify.annotations.Nullable;

/// Port to the messages of a stream that lie in files. Sequences passed in are those of messages that were stored and
/// not removed, unless it says otherwise. Called by [StreamState] alone.
public interface StoredMessages {
    /// @param accounted bytes that the stream counts for it
    void append(long sequence, long timeNanos, String subject, byte[] headers, byte[] payload, long accounted);

    long timeNanos(long sequence);

    String subject(long sequence);

    /// Bytes that a file store counts for it.
    long fileBytes(long sequence);

    boolean hasHeaders(long sequence);

    /// First message at or above `fromInclusive` with this subject, removed ones too; 0 for none.
    long next(String subject, long fromInclusive, long toInclusive);

    /// Last message at or below `fromInclusive` with this subject, removed ones too; 0 for none.
    long previous(String subject, long fromInclusive, long toInclusive);

    /// The message no longer belongs to the stream.
    void onRemoved(long sequence, long accounted);

    /// The stretch of messages that the stream's first message lies in, to remove it as a whole; null where that is not
    /// possible.
    @Nullable
    Stretch stretch(long firstSequence);

    /// Messages of one subject that lie together: `messages` of them belong to the stream, none of these is above
    /// `last`.
    record Stretch(long last, long lastTimeNanos, long messages, long bytes, String subject) {}

    /// The stretch's messages no longer belong to the stream, nor any below `nextSequence`.
    void onStretchRemoved(Stretch stretch, long nextSequence);

    /// No message below this sequence belongs to the stream any more, and there is none above it.
    void onAllRemoved(long nextSequence);
}
