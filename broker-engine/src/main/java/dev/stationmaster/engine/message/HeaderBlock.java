package dev.stationmaster.engine.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and writes a message's raw header block.
///
/// Layout: `NATS/1.0[ status][ description]⏎ (name:[ ]value⏎)* ⏎` with ⏎ = CR LF. Names keep their case, order and
/// repetition; a value's surrounding blanks are no part of it. A block is bytes that others may share: nothing here
/// changes one, every change makes a new block. What cannot be read as a line with a colon is skipped.
/// Source: NATS ADR-4.
public final class HeaderBlock {
    /// No headers at all.
    public static final byte[] NONE = new byte[0];

    private static final byte[] VERSION = "NATS/1.0".getBytes(StandardCharsets.US_ASCII);

    private HeaderBlock() {}

    /// One header line.
    public record Header(String name, String value) {}

    /// A block of these headers, in order; [#NONE] when there are none.
    public static byte[] of(List<Header> headers) {
        return headers.isEmpty() ? NONE : append(NONE, headers);
    }

    /// A block with one header.
    public static byte[] of(String name, String value) {
        return append(NONE, List.of(new Header(name, value)));
    }

    /// A block that says only a status, as `100 Idle Heartbeat`; headers may follow.
    public static byte[] status(int code, String description, List<Header> headers) {
        StringBuilder text = new StringBuilder(48).append("NATS/1.0 ").append(code);
        if (!description.isEmpty()) {
            text.append(' ').append(description);
        }
        text.append("\r\n");
        for (Header header : headers) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The block with headers added before its end; a new block when there was none.
    public static byte[] append(byte[] block, List<Header> headers) {
        StringBuilder text = new StringBuilder(64);
        for (Header header : headers) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        byte[] added = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        int kept = lengthWithoutEnd(block);
        byte[] start = kept > 0 ? block : "NATS/1.0\r\n".getBytes(StandardCharsets.US_ASCII);
        int startLength = kept > 0 ? kept : start.length;
        byte[] made = new byte[startLength + added.length];
        System.arraycopy(start, 0, made, 0, startLength);
        System.arraycopy(added, 0, made, startLength, added.length);
        return made;
    }

    /// The block without the headers of that exact name; [#NONE] when no header is left.
    public static byte[] without(byte[] block, String name) {
        List<Header> kept = new ArrayList<>(headers(block));
        if (!kept.removeIf(header -> header.name().equals(name))) {
            return block;
        }
        return of(kept);
    }

    /// Value of the first header with exactly this name, or null.
    public static @Nullable String value(byte[] block, String name) {
        return find(block, name, false);
    }

    /// Value of the first header with this name in any case, or null.
    public static @Nullable String valueIgnoreCase(byte[] block, String name) {
        return find(block, name, true);
    }

    /// Values of all headers with exactly this name, in order.
    public static List<String> values(byte[] block, String name) {
        List<String> values = new ArrayList<>(1);
        for (Header header : headers(block)) {
            if (header.name().equals(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /// All headers, in order, with repetitions.
    public static List<Header> headers(byte[] block) {
        List<Header> headers = new ArrayList<>();
        for (int start = nextLine(block, 0); start < block.length; start = nextLine(block, start)) {
            int colon = colon(block, start);
            if (colon > start) {
                headers.add(new Header(text(block, start, colon), valueAt(block, colon + 1)));
            }
        }
        return headers;
    }

    /// The three digits behind the version, 0 when there are none.
    public static int statusCode(byte[] block) {
        int at = VERSION.length;
        while (at < block.length && block[at] == ' ') {
            at++;
        }
        if (at + 3 > block.length || at == VERSION.length) {
            return 0;
        }
        int code = 0;
        for (int end = at + 3; at < end; at++) {
            int digit = block[at] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            code = code * 10 + digit;
        }
        return code;
    }

    private static @Nullable String find(byte[] block, String name, boolean ignoreCase) {
        for (int start = nextLine(block, 0); start < block.length; start = nextLine(block, start)) {
            int end = start + name.length();
            if (end < block.length && block[end] == ':' && isName(block, start, name, ignoreCase)) {
                return valueAt(block, end + 1);
            }
        }
        return null;
    }

    private static boolean isName(byte[] block, int start, String name, boolean ignoreCase) {
        for (int i = 0; i < name.length(); i++) {
            int there = block[start + i];
            int wanted = name.charAt(i);
            if (there != wanted && !(ignoreCase && lower(there) == lower(wanted))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /// Start of the line after the one that `from` is in; the block's length when there is none.
    private static int nextLine(byte[] block, int from) {
        for (int at = from; at + 1 < block.length; at++) {
            if (block[at] == '\r' && block[at + 1] == '\n') {
                return at + 2;
            }
        }
        return block.length;
    }

    private static int colon(byte[] block, int start) {
        for (int at = start; at < block.length && block[at] != '\r'; at++) {
            if (block[at] == ':') {
                return at;
            }
        }
        return -1;
    }

    private static String valueAt(byte[] block, int from) {
        int end = from;
        while (end < block.length && !(block[end] == '\r' && end + 1 < block.length && block[end + 1] == '\n')) {
            end++;
        }
        int start = from;
        while (start < end && isBlank(block[start])) {
            start++;
        }
        while (end > start && isBlank(block[end - 1])) {
            end--;
        }
        return text(block, start, end);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static String text(byte[] block, int start, int end) {
        return new String(block, start, end - start, StandardCharsets.UTF_8);
    }

    /// Bytes up to the blank line that ends the block; 0 when this is no block.
    private static int lengthWithoutEnd(byte[] block) {
        int length = block.length;
        boolean whole = length >= VERSION.length + 4
                && block[length - 1] == '\n'
                && block[length - 2] == '\r'
                && block[length - 3] == '\n'
                && block[length - 4] == '\r';
        return whole ? length - 2 : 0;
    }
}
