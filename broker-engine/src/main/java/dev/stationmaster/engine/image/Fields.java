package dev.stationmaster.engine.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Fields of commands and images. Numbers that are mostly small are written as 7 bits a byte, lowest first; texts as
/// their UTF-8 length and bytes; maps in ascending order of their keys, so that equal values give equal bytes.
public final class Fields {
    /// No single text or byte field of a command or image is longer.
    static final int BYTES_MAX = 80 * 1024 * 1024;

    private Fields() {}

    public static void writeCount(DataOutput out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long readCount(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a count is longer than 10 bytes");
    }

    /// A count that sizes something in memory.
    public static int readSize(DataInput in, int max) throws IOException {
        long size = readCount(in);
        if (size < 0 || size > max) {
            throw new IOException("size " + size + " is outside 0.." + max);
        }
        return (int) size;
    }

    /// A number that is negative only as -1, "no limit".
    public static void writeLimit(DataOutput out, long value) throws IOException {
        writeCount(out, value + 1);
    }

    public static long readLimit(DataInput in) throws IOException {
        return readCount(in) - 1;
    }

    public static int readIntLimit(DataInput in) throws IOException {
        return Math.toIntExact(readLimit(in));
    }

    public static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
        writeCount(out, bytes.length);
        out.write(bytes);
    }

    public static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[readSize(in, BYTES_MAX)];
        in.readFully(bytes);
        return bytes;
    }

    public static void writeText(DataOutput out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    public static String readText(DataInput in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    public static void writeTexts(DataOutput out, List<String> texts) throws IOException {
        writeCount(out, texts.size());
        for (String text : texts) {
            writeText(out, text);
        }
    }

    public static List<String> readTexts(DataInput in) throws IOException {
        int size = readSize(in, 1 << 20);
        List<String> texts = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            texts.add(readText(in));
        }
        return texts;
    }

    public static void writeMap(DataOutput out, Map<String, String> map) throws IOException {
        writeCount(out, map.size());
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            writeText(out, entry.getKey());
            writeText(out, entry.getValue());
        }
    }

    public static Map<String, String> readMap(DataInput in) throws IOException {
        int size = readSize(in, 1 << 20);
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(readText(in), readText(in));
        }
        return map;
    }

    /// An enum constant by its name.
    public static void writeEnum(DataOutput out, Enum<?> value) throws IOException {
        writeText(out, value.name());
    }

    public static <E extends Enum<E>> E readEnum(DataInput in, Class<E> type) throws IOException {
        String name = readText(in);
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + name + "' is not a " + type.getSimpleName(), e);
        }
    }

    /// Reads a version byte and refuses any but the known one.
    public static void requireVersion(DataInput in, int known, String what) throws IOException {
        int version = in.readUnsignedByte();
        if (version != known) {
            throw new IOException(what + " has version " + version + "; this program knows version " + known);
        }
    }

    /// Reads a version byte of something that is still read in its older versions.
    ///
    /// @return from 1 to `newest`
    public static int readVersion(DataInput in, int newest, String what) throws IOException {
        int version = in.readUnsignedByte();
        if (version < 1 || version > newest) {
            throw new IOException(what + " has version " + version + "; this program knows versions 1 to " + newest);
        }
        return version;
    }
}
