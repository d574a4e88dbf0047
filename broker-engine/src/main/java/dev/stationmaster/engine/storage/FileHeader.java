package dev.stationmaster.engine.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// First bytes of each file: what it is, in which version, and whose.
///
/// ```
///  0      4         8           16         24     28     32
///  | kind | version | stream id | number   | zero | crc  |        all big-endian; crc is CRC-32C of the 28 before
/// ```
final class FileHeader {
    static final int SIZE = 32;
    static final int SEGMENT = 0x534D5347; // "SMSG"
    static final int IDS = 0x534D4944; // "SMID"
    private static final int VERSION = 1;

    private FileHeader() {}

    static byte[] of(int kind, long streamId, long number) {
        ByteBuffer header = ByteBuffer.allocate(SIZE)
                .putInt(kind)
                .putInt(VERSION)
                .putLong(streamId)
                .putLong(number)
                .putInt(0);
        return header.putInt(crc(header.array(), 0, SIZE - 4)).array();
    }

    /// @throws StorageException when the file does not begin as it should
    static void check(AppendFile file, int kind, long streamId, long number) {
        Path path = file.path();
        byte[] header = new byte[SIZE];
        file.read(0, header, SIZE);
        ByteBuffer fields = ByteBuffer.wrap(header);
        if (fields.getInt(SIZE - 4) != crc(header, 0, SIZE - 4) || fields.getInt(0) != kind) {
            throw new StorageException("the file's header is damaged", path, 0, null);
        }
        if (fields.getInt(4) != VERSION) {
            throw new StorageException(
                    "the file has version " + fields.getInt(4) + "; this program knows " + VERSION, path, 4, null);
        }
        if (fields.getLong(8) != streamId || fields.getLong(16) != number) {
            throw new StorageException(
                    "the file is number " + fields.getLong(16) + " of stream " + fields.getLong(8) + ", not number "
                            + number + " of stream " + streamId,
                    path,
                    8,
                    null);
        }
    }

    static int crc(byte[] bytes, int from, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, size);
        return (int) crc.getValue();
    }
}
