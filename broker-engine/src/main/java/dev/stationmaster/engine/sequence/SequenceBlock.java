package dev.stationmaster.engine.sequence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// 16,384 neighbouring sequences of a [SequenceSet]. `words` is null while the block is empty or full.
final class SequenceBlock {
    private static final int SHIFT = 14;
    private static final int SIZE = 1 << SHIFT;

    private long @Nullable [] words;
    private int count;

    static long key(long sequence) {
        return sequence >>> SHIFT;
    }

    static int bit(long sequence) {
        return (int) (sequence & (SIZE - 1));
    }

    static long firstOf(long key) {
        return key << SHIFT;
    }

    static long lastOf(long key) {
        return (key << SHIFT) + SIZE - 1;
    }

    int count() {
        return count;
    }

    boolean contains(int bit) {
        long[] bits = words;
        return bits == null ? count == SIZE : (bits[bit >> 6] & (1L << bit)) != 0;
    }

    /// @return how many were added
    int addRange(int first, int last) {
        int before = count;
        if (count == SIZE) {
            return 0;
        }
        if (last - first == SIZE - 1) {
            setAll();
            return SIZE - before;
        }
        long[] bits = ownWords();
        for (int word = first >> 6; word <= last >> 6; word++) {
            long mask = mask(word, first, last);
            count += Long.bitCount(mask & ~bits[word]);
            bits[word] |= mask;
        }
        if (count == SIZE) {
            setAll();
        }
        return count - before;
    }

    /// @return how many were removed
    int removeRange(int first, int last) {
        int before = count;
        if (last - first == SIZE - 1) {
            count = 0;
            words = null;
            return before;
        }
        if (count == 0) {
            return 0;
        }
        long[] bits = ownWords();
        for (int word = first >> 6; word <= last >> 6; word++) {
            long mask = mask(word, first, last);
            count -= Long.bitCount(mask & bits[word]);
            bits[word] &= ~mask;
        }
        if (count == 0) {
            words = null;
        }
        return before - count;
    }

    int countRange(int first, int last) {
        long[] bits = words;
        if (bits == null) {
            return count == SIZE ? last - first + 1 : 0;
        }
        if (last - first == SIZE - 1) {
            return count;
        }
        int found = 0;
        for (int word = first >> 6; word <= last >> 6; word++) {
            found += Long.bitCount(bits[word] & mask(word, first, last));
        }
        return found;
    }

    /// The lowest member at or above `from`, or -1.
    int next(int from) {
        long[] bits = words;
        if (bits == null) {
            return count == SIZE ? from : -1;
        }
        long left = bits[from >> 6] & (-1L << from);
        for (int word = from >> 6; ; left = bits[word]) {
            if (left != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(left);
            }
            if (++word == bits.length) {
                return -1;
            }
        }
    }

    /// The lowest sequence at or above `from` that is no member, or -1.
    int nextAbsent(int from) {
        long[] bits = words;
        if (bits == null) {
            return count == SIZE ? -1 : from;
        }
        long left = ~bits[from >> 6] & (-1L << from);
        for (int word = from >> 6; ; left = ~bits[word]) {
            if (left != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(left);
            }
            if (++word == bits.length) {
                return -1;
            }
        }
    }

    /// The highest sequence at or below `from` that is no member, or -1.
    int previousAbsent(int from) {
        long[] bits = words;
        if (bits == null) {
            return count == SIZE ? -1 : from;
        }
        long left = ~bits[from >> 6] & (-1L >>> (63 - (from & 63)));
        for (int word = from >> 6; ; left = ~bits[word]) {
            if (left != 0) {
                return (word << 6) + 63 - Long.numberOfLeadingZeros(left);
            }
            if (--word < 0) {
                return -1;
            }
        }
    }

    void write(DataOutput out) throws IOException {
        long[] bits = words;
        out.writeBoolean(bits != null);
        if (bits != null) {
            for (long word : bits) {
                out.writeLong(word);
            }
        }
    }

    static SequenceBlock read(DataInput in) throws IOException {
        SequenceBlock block = new SequenceBlock();
        if (!in.readBoolean()) {
            block.setAll();
            return block;
        }
        long[] bits = block.ownWords();
        for (int word = 0; word < bits.length; word++) {
            bits[word] = in.readLong();
            block.count += Long.bitCount(bits[word]);
        }
        if (block.count == 0 || block.count == SIZE) {
            throw new IOException("a block of " + block.count + " sequences is written as bits");
        }
        return block;
    }

    private void setAll() {
        count = SIZE;
        words = null;
    }

    private long[] ownWords() {
        long[] bits = words;
        if (bits == null) {
            bits = new long[SIZE >> 6];
            if (count == SIZE) {
                Arrays.fill(bits, -1L);
            }
            words = bits;
        }
        return bits;
    }

    private static long mask(int word, int first, int last) {
        long mask = -1L;
        if (word == first >> 6) {
            mask &= -1L << first;
        }
        if (word == last >> 6) {
            mask &= -1L >>> (63 - (last & 63));
        }
        return mask;
    }
}
