package dev.stationmaster.engine.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One control line: gathered, then cut into verb and arguments at runs of blanks.
///
/// Remembers the last publish subject, since publishers repeat it: the same bytes give the same string.
final class ControlLine {
    private static final int ARGUMENTS_MAX = 5;

    private byte[] bytes = new byte[256];
    private int length;
    private int restStart;
    private final int[] starts = new int[ARGUMENTS_MAX];
    private final int[] ends = new int[ARGUMENTS_MAX];
    private int arguments;
    private byte[] lastSubjectBytes = {};
    private String lastSubject = "";

    int length() {
        return length;
    }

    void take(ByteBuf in, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        in.readBytes(bytes, length, count);
        length += count;
    }

    void dropCarriageReturn() {
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
    }

    void clear() {
        length = 0;
    }

    boolean mayBecomeOperation() {
        int word = wordEnd(0);
        return length == 0 || (word > 0 && Verb.mayBecome(bytes, word));
    }

    /// Cuts the line. More arguments than any operation has are counted, not kept.
    Verb parse() {
        int end = wordEnd(0);
        restStart = end;
        arguments = 0;
        Verb verb = Verb.of(bytes, end);
        if (verb == Verb.CONNECT || verb == Verb.UNKNOWN) {
            return verb;
        }
        int at = end;
        while (true) {
            while (at < length && isBlank(bytes[at])) {
                at++;
            }
            if (at == length) {
                return verb;
            }
            int start = at;
            at = wordEnd(at);
            if (arguments < ARGUMENTS_MAX) {
                starts[arguments] = start;
                ends[arguments] = at;
            }
            arguments++;
        }
    }

    int argumentCount() {
        return arguments;
    }

    String text(int argument) {
        int start = starts[argument];
        return new String(bytes, start, ends[argument] - start, StandardCharsets.UTF_8);
    }

    /// The first argument.
    String subject() {
        int start = starts[0];
        int end = ends[0];
        if (!Arrays.equals(bytes, start, end, lastSubjectBytes, 0, lastSubjectBytes.length)) {
            lastSubjectBytes = Arrays.copyOfRange(bytes, start, end);
            lastSubject = text(0);
        }
        return lastSubject;
    }

    /// A decimal number of at most 18 digits, else -1.
    long number(int argument) {
        int start = starts[argument];
        int end = ends[argument];
        if (end - start > 18) {
            return -1;
        }
        long number = 0;
        for (int at = start; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// Everything behind the verb.
    byte[] rest() {
        return Arrays.copyOfRange(bytes, restStart, length);
    }

    private int wordEnd(int from) {
        int at = from;
        while (at < length && !isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
