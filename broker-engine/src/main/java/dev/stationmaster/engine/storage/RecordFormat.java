package dev.stationmaster.engine.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Bytes of one message in a segment, big-endian.
///
/// ```
///  0        4          12     20      22         26
///  | length | sequence | time | s:u16 | head crc | subject (s) | h:u32 | headers (h) | payload … | crc |
///    ^ top bit: headers follow           ^ of the 22 before    '--- only with headers ---'         ^ of all before
/// ```
///
/// `length` counts the whole record, both checksums are CRC-32C, time is group time in nanoseconds. The head has a
/// checksum of its own so that a message's time is read without its payload, and so that a damaged payload does not
/// hide where the next record begins.
///
/// A record takes 30 + subject + payload bytes, and 4 + headers more with headers: just what JetStream accounts for a
/// message in a file store, so the index knows a message's accounted size without reading it.
final class RecordFormat {
    static final int OVERHEAD = 30;
    static final int HEAD = 26;
    static final int LENGTH_MAX = (1 << 30) - 1;
    private static final int HEADERS = 0x8000_0000;

    private final CRC32C crc = new CRC32C();

    static int length(int subjectBytes, int headersLength, int payloadLength) {
        long length = (long) OVERHEAD + subjectBytes + payloadLength + (headersLength == 0 ? 0 : 4L + headersLength);
        if (length > LENGTH_MAX || subjectBytes > 0xFFFF) {
            throw new IllegalArgumentException("a record of " + length + " bytes with a subject of " + subjectBytes
                    + " exceeds " + LENGTH_MAX + " or 65535");
        }
        return (int) length;
    }

    /// Puts one record; `out` has room for it and an array.
    @SuppressWarnings("ByteBufferBackingArray") // the buffer of a file has its array from 0
    void put(ByteBuffer out, int length, long sequence, long time, byte[] subject, byte[] headers, byte[] payload) {
        int start = out.position();
        out.putInt(headers.length == 0 ? length : length | HEADERS)
                .putLong(sequence)
                .putLong(time)
                .putShort((short) subject.length);
        out.putInt(checksum(out.array(), start, HEAD - 4)).put(subject);
        if (headers.length > 0) {
            out.putInt(headers.length).put(headers);
        }
        out.put(payload);
        out.putInt(checksum(out.array(), start, length - 4));
    }

    /// Reads the record that must have this sequence and length.
    ///
    /// @throws DamagedRecordException when any byte differs from what was written
    LogRecord get(byte[] bytes, int start, int length, long sequence, Path file, long offset) {
        if (!isWhole(bytes, start, length) || sequence(bytes, start) != sequence) {
            throw new DamagedRecordException(sequence, file, offset);
        }
        ByteBuffer record = ByteBuffer.wrap(bytes, start, length).slice();
        int payloadAt = HEAD + subjectLength(bytes, start);
        byte[] headers = LogRecord.NOTHING;
        if (hasHeaders(bytes, start)) {
            headers = new byte[record.getInt(payloadAt)];
            record.get(payloadAt + 4, headers);
            payloadAt += 4 + headers.length;
        }
        byte[] payload = new byte[length - 4 - payloadAt];
        record.get(payloadAt, payload);
        return new LogRecord(sequence, time(bytes, start), subject(bytes, start), headers, payload);
    }

    /// Whether these bytes are one undamaged record.
    boolean isWhole(byte[] bytes, int start, int length) {
        return isHead(bytes, start)
                && length(bytes, start) == length
                && ByteBuffer.wrap(bytes).getInt(start + length - 4) == checksum(bytes, start, length - 4);
    }

    /// Whether the first bytes are an undamaged head.
    boolean isHead(byte[] bytes, int start) {
        return ByteBuffer.wrap(bytes).getInt(start + HEAD - 4) == checksum(bytes, start, HEAD - 4)
                && length(bytes, start) >= OVERHEAD + subjectLength(bytes, start);
    }

    static int length(byte[] bytes, int start) {
        return ByteBuffer.wrap(bytes).getInt(start) & ~HEADERS;
    }

    static boolean hasHeaders(byte[] bytes, int start) {
        return bytes[start] < 0;
    }

    static long sequence(byte[] bytes, int start) {
        return ByteBuffer.wrap(bytes).getLong(start + 4);
    }

    static long time(byte[] bytes, int start) {
        return ByteBuffer.wrap(bytes).getLong(start + 12);
    }

    static String subject(byte[] bytes, int start) {
        return new String(bytes, start + HEAD, subjectLength(bytes, start), StandardCharsets.UTF_8);
    }

    private static int subjectLength(byte[] bytes, int start) {
        return ByteBuffer.wrap(bytes).getShort(start + 20) & 0xFFFF;
    }

    private int checksum(byte[] bytes, int start, int size) {
        crc.reset();
        crc.update(bytes, start, size);
        return (int) crc.getValue();
    }
}
