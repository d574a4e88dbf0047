package dev.stationmaster.engine.storage;

import java.nio.file.Path;

/// A page of a segment's summary is damaged: the index can be made again from the records.
final class DamagedIndexException extends StorageException {
    DamagedIndexException(Path file, long offset) {
        super("a page of the segment's index is damaged", file, offset, null);
    }
}
