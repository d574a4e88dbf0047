package dev.stationmaster.engine.sequence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// A set of sequences (0 and up), kept as blocks of 16,384 bits; a block that is full or empty takes no bits at all.
///
/// ```
///  keys    | 0      | 3              | 4    |        block k holds sequences k·16384 … k·16384 + 16383
///  blocks  | bits   | bits           | full |
/// ```
///
/// So ten million scattered members take little more than a megabyte, and a gap of ten million next to nothing. Every
/// operation on one sequence is a binary search among the blocks; the block used last is tried first.
///
/// Not thread-safe. `0` answers "none" where a sequence is asked for, so 0 itself is better not a member.
public final class SequenceSet {
    private static final int VERSION = 1;
    private static final int BLOCKS_MAX = 1 << 24;

    private long[] keys = new long[4];
    private SequenceBlock[] blocks = new SequenceBlock[4];
    private int blockCount;
    private int lastUsed;
    private long count;

    public boolean isEmpty() {
        return count == 0;
    }

    public long count() {
        return count;
    }

    public boolean contains(long sequence) {
        if (count == 0) {
            return false;
        }
        int at = find(SequenceBlock.key(sequence));
        return at >= 0 && blocks[at].contains(SequenceBlock.bit(sequence));
    }

    /// @return whether it was not in the set before
    public boolean add(long sequence) {
        long before = count;
        addRange(sequence, sequence);
        return count != before;
    }

    /// @return whether it was in the set
    public boolean remove(long sequence) {
        if (!contains(sequence)) {
            return false;
        }
        removeRange(sequence, sequence);
        return true;
    }

    /// Adds every sequence of the range; both ends belong to it. An empty range (first above last) adds nothing.
    public void addRange(long first, long last) {
        if (first < 0) {
            throw new IllegalArgumentException("sequence " + first + " is below 0");
        }
        for (long from = first; from <= last; ) {
            long key = SequenceBlock.key(from);
            long to = Math.min(last, SequenceBlock.lastOf(key));
            SequenceBlock block = blockAt(key);
            count += block.addRange(SequenceBlock.bit(from), SequenceBlock.bit(to));
            from = to + 1;
        }
    }

    /// Removes every sequence of the range; both ends belong to it.
    public void removeRange(long first, long last) {
        if (count == 0 || first > last) {
            return;
        }
        int kept = search(SequenceBlock.key(Math.max(0, first)));
        kept = kept < 0 ? -kept - 1 : kept;
        int at = kept;
        for (; at < blockCount && SequenceBlock.firstOf(keys[at]) <= last; at++) {
            long from = Math.max(first, SequenceBlock.firstOf(keys[at]));
            long to = Math.min(last, SequenceBlock.lastOf(keys[at]));
            count -= blocks[at].removeRange(SequenceBlock.bit(from), SequenceBlock.bit(to));
            if (blocks[at].count() > 0) {
                keys[kept] = keys[at];
                blocks[kept++] = blocks[at];
            }
        }
        if (kept < at) {
            System.arraycopy(keys, at, keys, kept, blockCount - at);
            System.arraycopy(blocks, at, blocks, kept, blockCount - at);
            int left = blockCount - (at - kept);
            Arrays.fill(blocks, left, blockCount, null);
            blockCount = left;
        }
    }

    /// Removes everything below the sequence.
    public void removeBelow(long sequence) {
        if (count > 0 && SequenceBlock.firstOf(keys[0]) < sequence) {
            removeRange(0, sequence - 1);
        }
    }

    public void clear() {
        Arrays.fill(blocks, 0, blockCount, null);
        blockCount = 0;
        count = 0;
    }

    /// How many members lie in the range; both ends belong to it.
    public long countRange(long first, long last) {
        if (count == 0 || first > last) {
            return 0;
        }
        int at = search(SequenceBlock.key(Math.max(0, first)));
        long found = 0;
        for (at = at < 0 ? -at - 1 : at; at < blockCount && SequenceBlock.firstOf(keys[at]) <= last; at++) {
            long from = Math.max(first, SequenceBlock.firstOf(keys[at]));
            long to = Math.min(last, SequenceBlock.lastOf(keys[at]));
            found += blocks[at].countRange(SequenceBlock.bit(from), SequenceBlock.bit(to));
        }
        return found;
    }

    /// The lowest member, 0 when empty.
    public long first() {
        return next(0);
    }

    /// The lowest member at or above `fromInclusive`, 0 when there is none.
    public long next(long fromInclusive) {
        if (count == 0) {
            return 0;
        }
        long from = Math.max(0, fromInclusive);
        int at = search(SequenceBlock.key(from));
        for (at = at < 0 ? -at - 1 : at; at < blockCount; at++) {
            int bit = blocks[at].next(SequenceBlock.bit(Math.max(from, SequenceBlock.firstOf(keys[at]))));
            if (bit >= 0) {
                return SequenceBlock.firstOf(keys[at]) + bit;
            }
        }
        return 0;
    }

    /// The lowest sequence at or above `fromInclusive` that is not a member.
    public long nextAbsent(long fromInclusive) {
        long from = fromInclusive;
        while (count > 0) {
            int at = find(SequenceBlock.key(from));
            if (at < 0) {
                return from;
            }
            int bit = blocks[at].nextAbsent(SequenceBlock.bit(from));
            if (bit >= 0) {
                return SequenceBlock.firstOf(keys[at]) + bit;
            }
            from = SequenceBlock.lastOf(keys[at]) + 1;
        }
        return from;
    }

    /// The highest sequence at or below `fromInclusive` that is not a member; -1 when there is none.
    public long previousAbsent(long fromInclusive) {
        long from = fromInclusive;
        while (count > 0 && from >= 0) {
            int at = find(SequenceBlock.key(from));
            if (at < 0) {
                return from;
            }
            int bit = blocks[at].previousAbsent(SequenceBlock.bit(from));
            if (bit >= 0) {
                return SequenceBlock.firstOf(keys[at]) + bit;
            }
            from = SequenceBlock.firstOf(keys[at]) - 1;
        }
        return from;
    }

    /// Every member, ascending. The set must not change meanwhile.
    public void forEach(LongConsumer action) {
        for (long at = first(); at != 0; at = next(at + 1)) {
            action.accept(at);
        }
    }

    public List<Long> toList() {
        List<Long> members = new ArrayList<>((int) Math.min(count, Integer.MAX_VALUE - 8));
        forEach(members::add);
        return members;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(blockCount);
        for (int at = 0; at < blockCount; at++) {
            out.writeLong(keys[at]);
            blocks[at].write(out);
        }
    }

    public static SequenceSet read(DataInput in) throws IOException {
        int version = in.readUnsignedByte();
        int size = in.readInt();
        if (version != VERSION || size < 0 || size > BLOCKS_MAX) {
            throw new IOException("a set of sequences has version " + version + " and " + size + " blocks");
        }
        SequenceSet set = new SequenceSet();
        for (int i = 0; i < size; i++) {
            long key = in.readLong();
            if (i > 0 && key <= set.keys[i - 1]) {
                throw new IOException("block " + key + " of a set of sequences follows block " + set.keys[i - 1]);
            }
            set.insert(i, key, SequenceBlock.read(in));
            set.count += set.blocks[i].count();
        }
        return set;
    }

    @Override
    public String toString() {
        return count + " sequences from " + first();
    }

    private int find(long key) {
        if (lastUsed < blockCount && keys[lastUsed] == key) {
            return lastUsed;
        }
        int at = search(key);
        if (at >= 0) {
            lastUsed = at;
        }
        return at;
    }

    private int search(long key) {
        if (blockCount > 0 && key > keys[blockCount - 1]) {
            return -blockCount - 1;
        }
        return Arrays.binarySearch(keys, 0, blockCount, key);
    }

    private SequenceBlock blockAt(long key) {
        int at = find(key);
        if (at < 0) {
            at = -at - 1;
            insert(at, key, new SequenceBlock());
        }
        return blocks[at];
    }

    private void insert(int at, long key, SequenceBlock block) {
        if (blockCount == keys.length) {
            keys = Arrays.copyOf(keys, blockCount * 2);
            blocks = Arrays.copyOf(blocks, blockCount * 2);
        }
        System.arraycopy(keys, at, keys, at + 1, blockCount - at);
        System.arraycopy(blocks, at, blocks, at + 1, blockCount - at);
        keys[at] = key;
        blocks[at] = block;
        blockCount++;
    }
}
