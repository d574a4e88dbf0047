package dev.stationmaster.engine.storage;

/// One message as a segment holds it. `timeNanos` is group time. The arrays belong to the receiver.
public record LogRecord(long sequence, long timeNanos, String subject, byte[] headers, byte[] payload) {
    static final byte[] NOTHING = new byte[0];
}
