package dev.stationmaster.desktop.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/// Bytes as lines to read: JSON laid out without touching its values, text, or hex. Immutable; knows no toolkit.
public final class Payload {
    /// How the bytes are read.
    public enum Form {
        JSON,
        TEXT,
        HEX
    }

    /// What a piece of a line is.
    public enum Kind {
        KEY,
        TEXT,
        NUMBER,
        WORD,
        MARK
    }

    /// A piece of a line.
    public record Piece(Kind kind, String text) {}

    /// One line; long ones are cut by the view.
    public record Line(List<Piece> pieces) {
        public Line {
            pieces = List.copyOf(pieces);
        }

        static Line of(Kind kind, String text) {
            return new Line(List.of(new Piece(kind, text)));
        }
    }

    private static final int HEX_ROW = 16;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Payload() {}

    /// The form that fits best: JSON where it parses, else text where it is UTF-8, else hex.
    public static Form guess(byte[] bytes) {
        String text = utf8(bytes);
        if (text == null) {
            return Form.HEX;
        }
        String head = text.strip();
        return (head.startsWith("{") || head.startsWith("[")) && problem(text).isEmpty() ? Form.JSON : Form.TEXT;
    }

    /// Why the text is not JSON and where, or nothing when it is.
    public static String problem(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                // only the reading matters: it fails where the text is wrong
            }
            return "";
        } catch (JacksonException wrong) {
            return "line " + wrong.getLocation().getLineNr() + ", column "
                    + wrong.getLocation().getColumnNr() + ": " + wrong.getOriginalMessage();
        }
    }

    public static List<Line> lines(byte[] bytes, Form form) {
        String text = utf8(bytes);
        return switch (form) {
            case HEX -> hex(bytes);
            case TEXT ->
                text == null
                        ? hex(bytes)
                        : text.lines().map(line -> Line.of(Kind.TEXT, line)).toList();
            case JSON -> text == null ? hex(bytes) : json(text);
        };
    }

    private static @org.jspecify.annotations.Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static List<Line> hex(byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        HexFormat format = HexFormat.ofDelimiter(" ");
        for (int at = 0; at < bytes.length; at += HEX_ROW) {
            int end = Math.min(bytes.length, at + HEX_ROW);
            StringBuilder readable = new StringBuilder();
            for (int i = at; i < end; i++) {
                readable.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '·');
            }
            String hex = format.formatHex(bytes, at, end);
            lines.add(new Line(List.of(
                    new Piece(Kind.MARK, "%06x  ".formatted(at)),
                    new Piece(Kind.WORD, hex + " ".repeat(HEX_ROW * 3 + 1 - hex.length())),
                    new Piece(Kind.TEXT, readable.toString()))));
        }
        return lines;
    }

    private static List<Line> json(String text) {
        JsonLayout layout = new JsonLayout(text);
        return layout.lines();
    }

    /// Lays out valid JSON token by token, so that numbers and escapes stay as they were written.
    private static final class JsonLayout {
        private final String text;
        private final List<Line> lines = new ArrayList<>();
        private final List<Piece> line = new ArrayList<>();
        private int at;
        private int depth;

        JsonLayout(String text) {
            this.text = text;
        }

        List<Line> lines() {
            while (at < text.length()) {
                char next = text.charAt(at);
                switch (next) {
                    case '{', '[' -> open(next);
                    case '}', ']' -> close(next);
                    case ',' -> {
                        mark(",");
                        at++;
                        end();
                    }
                    case ':' -> {
                        mark(": ");
                        at++;
                    }
                    case '"' -> string();
                    default -> {
                        if (Character.isWhitespace(next)) {
                            at++;
                        } else {
                            word();
                        }
                    }
                }
            }
            end();
            return lines;
        }

        private void open(char bracket) {
            at++;
            int close = skipBlank(at);
            if (close < text.length() && text.charAt(close) == (bracket == '{' ? '}' : ']')) {
                mark(bracket == '{' ? "{}" : "[]");
                at = close + 1;
                return;
            }
            mark(String.valueOf(bracket));
            end();
            depth++;
        }

        private void close(char bracket) {
            end();
            depth = Math.max(0, depth - 1);
            mark(String.valueOf(bracket));
            at++;
        }

        private void string() {
            int end = at + 1;
            while (end < text.length() && text.charAt(end) != '"') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            end = Math.min(text.length(), end + 1);
            int after = skipBlank(end);
            boolean key = after < text.length() && text.charAt(after) == ':';
            add(key ? Kind.KEY : Kind.TEXT, text.substring(at, end));
            at = end;
        }

        private void word() {
            int end = at;
            while (end < text.length()
                    && ",]}:".indexOf(text.charAt(end)) < 0
                    && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            String word = text.substring(at, Math.max(end, at + 1));
            boolean number = Character.isDigit(word.charAt(0)) || word.charAt(0) == '-';
            add(number ? Kind.NUMBER : Kind.WORD, word);
            at = Math.max(end, at + 1);
        }

        private int skipBlank(int from) {
            int index = from;
            while (index < text.length() && Character.isWhitespace(text.charAt(index))) {
                index++;
            }
            return index;
        }

        private void mark(String sign) {
            add(Kind.MARK, sign);
        }

        private void add(Kind kind, String piece) {
            if (line.isEmpty() && depth > 0) {
                line.add(new Piece(Kind.MARK, "  ".repeat(depth)));
            }
            line.add(new Piece(kind, piece));
        }

        private void end() {
            if (!line.isEmpty()) {
                lines.add(new Line(line));
                line.clear();
            }
        }
    }
}
