package dev.stationmaster.engine.stream;

/// Port to the message ids of a stream that lie in files, oldest file first. Implemented beside the files.
public interface MessageIds {
    /// Begins the next file.
    ///
    /// @return its number
    long startFile();

    /// Appends to the newest file.
    void append(long hashHigh, long hashLow, long sequence, long timeNanos);

    Entry read(long file, int position);

    /// Drops the oldest file.
    void dropFile(long file);

    record Entry(long hashHigh, long hashLow, long sequence, long timeNanos) {}
}
