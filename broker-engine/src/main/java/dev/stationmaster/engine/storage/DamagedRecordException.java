package dev.stationmaster.engine.storage;

import java.nio.file.Path;

/// A message's record is not what was written. The message cannot be served; all others can.
public final class DamagedRecordException extends StorageException {
    private final long sequence;

    DamagedRecordException(long sequence, Path file, long offset) {
        super("the record of sequence " + sequence + " is damaged", file, offset, null);
        this.sequence = sequence;
    }

    public long sequence() {
        return sequence;
    }
}
