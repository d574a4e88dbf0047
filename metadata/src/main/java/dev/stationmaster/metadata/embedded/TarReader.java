package dev.stationmaster.metadata.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads a tar file in the `ustar` form: blocks of 512 bytes, one header before each file's bytes. Confined to its
/// caller.
///
/// Header fields by offset: name 0 (100), mode 100 (8, octal), size 124 (12, octal), type 156, link name 157 (100),
/// prefix 345 (155). Source: POSIX.1-1988. Other forms are refused by name; the bundled archive uses none.
final class TarReader {
    private static final int BLOCK = 512;

    private final InputStream in;
    private long unread;
    private long padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /// @param mode permission bits
    record Entry(String name, Kind kind, int mode, long size, String linkName) {}

    enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK
    }

    /// The next entry, empty at the end. Skips what was not read of the last one.
    Optional<Entry> next() throws IOException {
        in.skipNBytes(unread + padding);
        unread = 0;
        padding = 0;
        byte[] header = in.readNBytes(BLOCK);
        if (header.length == 0 || (header.length == BLOCK && header[0] == 0)) {
            return Optional.empty();
        }
        if (header.length < BLOCK) {
            throw new EOFException("tar header of " + header.length + " bytes (expected: " + BLOCK + ")");
        }
        String prefix = text(header, 345, 155);
        String name = prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
        Kind kind = kind(header[156], name);
        long size = kind == Kind.FILE ? octal(header, 124, 12) : 0;
        unread = size;
        padding = (BLOCK - size % BLOCK) % BLOCK;
        return Optional.of(new Entry(name, kind, (int) octal(header, 100, 8), size, text(header, 157, 100)));
    }

    /// Bytes of the current entry; the stream ends where the entry ends.
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (unread == 0) {
                    return -1;
                }
                int count = in.read(bytes, offset, (int) Math.min(length, unread));
                if (count < 0) {
                    throw new EOFException("tar file ends " + unread + " bytes before the end of an entry");
                }
                unread -= count;
                return count;
            }
        };
    }

    private static Kind kind(byte type, String name) throws IOException {
        return switch (type) {
            case '0', 0 -> Kind.FILE;
            case '2' -> Kind.SYMBOLIC_LINK;
            case '5' -> Kind.DIRECTORY;
            default ->
                throw new IOException("tar entry " + name + " is of type '" + (char) type
                        + "' (expected: file, directory or symbolic link)");
        };
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int offset, int length) {
        String digits = text(header, offset, length).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }
}
