package dev.stationmaster.engine.partition;

/// One stored message. `timeNanos` is the group time at which it was stored, since 1970.
public record StoredMessage(long sequence, long timeNanos, String subject, byte[] headers, byte[] payload) {}
