package dev.stationmaster.gateway.station;

/// Murmur3, x86 variant of 32 bits (Austin Appleby, public domain).
final class Murmur3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {}

    static int hash(byte[] data, int seed) {
        int hash = seed;
        int blocks = data.length / 4;
        for (int i = 0; i < blocks; i++) {
            int at = i * 4;
            int block = (data[at] & 0xff)
                    | ((data[at + 1] & 0xff) << 8)
                    | ((data[at + 2] & 0xff) << 16)
                    | ((data[at + 3] & 0xff) << 24);
            hash = Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xe6546b64;
        }
        int tail = 0;
        for (int i = data.length - 1; i >= blocks * 4; i--) {
            tail = (tail << 8) | (data[i] & 0xff);
        }
        hash ^= scramble(tail);
        return finish(hash ^ data.length);
    }

    private static int scramble(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int finish(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
