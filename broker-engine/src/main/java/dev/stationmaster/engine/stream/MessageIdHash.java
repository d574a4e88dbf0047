package dev.stationmaster.engine.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// SipHash-2-4 with 128 bits of result: a keyed hash, so that nobody can prepare message ids that collide.
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012, and the reference code's 128-bit mode.
final class MessageIdHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long high;
    private long low;

    /// Hashes the bytes; the result is read with [#high] and [#low].
    void hash(long key0, long key1, byte[] bytes) {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL ^ 0xEE;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (words.remaining() >= 8) {
            compress(words.getLong());
        }
        long last = (long) bytes.length << 56;
        for (int shift = 0; words.hasRemaining(); shift += 8) {
            last |= (words.get() & 0xFFL) << shift;
        }
        compress(last);
        v2 ^= 0xEE;
        finish();
        low = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xDD;
        finish();
        high = v0 ^ v1 ^ v2 ^ v3;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void finish() {
        round();
        round();
        round();
        round();
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}
