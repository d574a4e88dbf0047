package dev.stationmaster.engine.replication.local;

import dev.stationmaster.engine.replication.Payloads;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// One entry as bytes in a slot:
/// `magic:u32 | bodyLength:u32 | term:u64 | index:u64 | flushed:u64 | headerLength:u32 | crc32c:u32 | header |
/// payload`,
/// big-endian, followed by zeros up to a multiple of eight. The checksum covers everything but itself and the zeros.
///
/// @param term how often the log had been opened
/// @param flushed highest index that was on disk when this was written
record LogRecord(long term, long index, long flushed, byte[] header, Payloads payload) {
    static final int FIXED = 40;
    private static final int MAGIC = 0x534D_4C32; // "SML2"

    /// Of an earlier version, whose slots grew and could have any length.
    static final int MAGIC_OF_GROWING = 0x534D_4C31; // "SML1"
    private static final int CRC_AT = 36;
    static final int ALIGNMENT = 8;

    /// Bytes that it takes in a slot.
    static int length(int headerLength, int payloadLength) {
        return (FIXED + headerLength + payloadLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    int length() {
        return length(header.length, payload.length());
    }

    /// Writes it at the buffer's position, where there is room enough.
    void writeTo(ByteBuffer out) {
        int start = out.position();
        int body = header.length + payload.length();
        out.putInt(MAGIC).putInt(body).putLong(term).putLong(index).putLong(flushed);
        out.putInt(header.length).putInt(0).put(header);
        payload.writeTo(out);
        out.putInt(start + CRC_AT, checksum(out.slice(start, FIXED + body), body));
        while (out.position() < start + length()) {
            out.put((byte) 0);
        }
    }

    /// Length of the whole record that may begin with these bytes, 0 when none does.
    ///
    /// @param fixed the first [#FIXED] bytes
    static int lengthAt(ByteBuffer fixed, int bodyBytesMax) {
        if (fixed.remaining() < FIXED) {
            return 0;
        }
        int magic = fixed.getInt(fixed.position());
        if (magic != MAGIC && magic != MAGIC_OF_GROWING) {
            return 0;
        }
        int body = fixed.getInt(fixed.position() + 4);
        int header = fixed.getInt(fixed.position() + 32);
        return body < 0 || body > bodyBytesMax || header < 0 || header > body ? 0 : length(body, 0);
    }

    /// Reads a whole record at the buffer's position; null when its checksum is wrong. Moves nothing.
    static @Nullable LogRecord read(ByteBuffer in) {
        ByteBuffer record = in.slice();
        int body = record.getInt(4);
        if (record.remaining() < FIXED + body || checksum(record, body) != record.getInt(CRC_AT)) {
            return null;
        }
        byte[] header = new byte[record.getInt(32)];
        byte[] payload = new byte[body - header.length];
        record.get(FIXED, header).get(FIXED + header.length, payload);
        return new LogRecord(record.getLong(8), record.getLong(16), record.getLong(24), header, Payloads.of(payload));
    }

    private static int checksum(ByteBuffer record, int body) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().position(0).limit(CRC_AT));
        ByteBuffer rest = record.duplicate().clear();
        crc.update(rest.position(FIXED).limit(FIXED + body));
        return (int) crc.getValue();
    }
}
