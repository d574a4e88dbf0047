package dev.stationmaster.gateway.management;

import java.util.TreeMap;

/// Where a page of messages begins: a direction, and the next sequence of each partition.
///
/// As text: `newest`, `oldest`, `seq:120`, `time:1700000000000`, or a cursor of a former page such as
/// `down:1=118,2=40`.
///
/// @param next by partition, empty where the text names no sequences
public record BrowsePosition(Kind kind, long value, TreeMap<Integer, Long> next) {

    public enum Kind {
        NEWEST,
        OLDEST,
        SEQUENCE,
        TIME,
        UP,
        DOWN
    }

    /// @throws Refusal `INVALID` for another text
    public static BrowsePosition parse(String text) {
        try {
            int colon = text.indexOf(':');
            String word = colon < 0 ? text : text.substring(0, colon);
            String rest = colon < 0 ? "" : text.substring(colon + 1);
            return switch (word) {
                case "newest" -> new BrowsePosition(Kind.NEWEST, 0, new TreeMap<>());
                case "oldest" -> new BrowsePosition(Kind.OLDEST, 0, new TreeMap<>());
                case "seq" -> new BrowsePosition(Kind.SEQUENCE, Long.parseLong(rest), new TreeMap<>());
                case "time" -> new BrowsePosition(Kind.TIME, Long.parseLong(rest), new TreeMap<>());
                case "up" -> new BrowsePosition(Kind.UP, 0, sequences(rest));
                case "down" -> new BrowsePosition(Kind.DOWN, 0, sequences(rest));
                default -> throw new NumberFormatException(word);
            };
        } catch (NumberFormatException _) {
            throw Refusal.invalid("from=" + text
                    + " is no position (expected: newest, oldest, seq:<number>, time:<epoch millis>, or a cursor)");
        }
    }

    private static TreeMap<Integer, Long> sequences(String text) {
        TreeMap<Integer, Long> next = new TreeMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new NumberFormatException(part);
            }
            next.put(Integer.parseInt(part.substring(0, equals)), Long.parseLong(part.substring(equals + 1)));
        }
        return next;
    }

    boolean isDown() {
        return kind == Kind.NEWEST || kind == Kind.DOWN;
    }

    /// A cursor in the same direction.
    static String cursor(boolean down, TreeMap<Integer, Long> next) {
        StringBuilder text = new StringBuilder(down ? "down:" : "up:");
        next.forEach((partition, sequence) -> text.append(text.charAt(text.length() - 1) == ':' ? "" : ",")
                .append(partition)
                .append('=')
                .append(sequence));
        return text.toString();
    }
}
