package dev.stationmaster.engine.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Spoils bytes, the same way for the same seed.
public final class Mutations {
    private static final List<byte[]> PIECES = List.of(
            bytes(" "),
            bytes("\t"),
            bytes("\r"),
            bytes("\n"),
            bytes("\r\n"),
            bytes("\0"),
            bytes("-1"),
            bytes("0"),
            bytes("00000000000000000000001"),
            bytes("2147483647"),
            bytes("2147483648"),
            bytes("9223372036854775807"),
            bytes("18446744073709551616"),
            bytes("1e999"),
            bytes("null"),
            bytes("{"),
            bytes("}"),
            bytes("["),
            bytes("\""),
            bytes("\\"),
            bytes("\\ud800"),
            bytes("."),
            bytes(".."),
            bytes("*"),
            bytes(">"),
            bytes("$JS.API."),
            bytes("$JS.ACK."),
            bytes("_INBOX."),
            bytes("PUB "),
            bytes("HPUB "),
            bytes("SUB "),
            bytes("NATS/1.0\r\n"),
            bytes("é"),
            new byte[] {(byte) 0xFF},
            new byte[] {(byte) 0xC3, (byte) 0x28},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});

    private final Random random;

    public Mutations(Random random) {
        this.random = random;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /// A copy with one to four things wrong with it.
    public byte[] spoil(byte[] sound) {
        byte[] spoilt = sound;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            spoilt = once(spoilt);
        }
        return spoilt;
    }

    private byte[] once(byte[] bytes) {
        int length = bytes.length;
        if (length == 0) {
            return piece();
        }
        int at = random.nextInt(length);
        int to = Math.min(length, at + 1 + random.nextInt(16));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(bytes, at);
            case 1 -> join(bytes, 0, at, piece(), bytes, at, length);
            case 2 -> join(bytes, 0, at, piece(), bytes, to, length);
            case 3 -> join(bytes, 0, at, new byte[0], bytes, to, length);
            case 4 -> join(bytes, 0, to, Arrays.copyOfRange(bytes, at, to), bytes, to, length);
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> repeated(bytes, at, to);
            default -> replaced(bytes, at);
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private byte[] replaced(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) random.nextInt(256);
        return copy;
    }

    /// A part, up to 5,000 bytes of it.
    private byte[] repeated(byte[] bytes, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, to);
        for (int times = random.nextInt(5_000 / (to - from)); times > 0; times--) {
            out.write(bytes, from, to - from);
        }
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private byte[] piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private static byte[] join(byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom, int tailTo) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head, from, to - from);
        out.writeBytes(middle);
        out.write(tail, tailFrom, tailTo - tailFrom);
        return out.toByteArray();
    }
}
