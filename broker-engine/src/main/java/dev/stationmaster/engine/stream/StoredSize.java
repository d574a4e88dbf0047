package dev.stationmaster.engine.stream;

import dev.stationmaster.engine.stream.StreamConfig.Storage;

/// Bytes that a stream counts for a message: JetStream's formulas for its file store and its memory store.
final class StoredSize {
    private StoredSize() {}

    static long of(Storage storage, int subjectBytes, int headersLength, int payloadLength) {
        long parts = (long) subjectBytes + headersLength + payloadLength;
        return switch (storage) {
            case FILE -> parts + 30 + (headersLength == 0 ? 0 : 4);
            case MEMORY -> parts + 16;
        };
    }

    /// The same from the bytes that a file store counts.
    static long ofRecord(Storage storage, long fileBytes, boolean hasHeaders) {
        return switch (storage) {
            case FILE -> fileBytes;
            case MEMORY -> fileBytes - 14 - (hasHeaders ? 4 : 0);
        };
    }

    static int utf8Length(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            }
        }
        return text.length();
    }
}
