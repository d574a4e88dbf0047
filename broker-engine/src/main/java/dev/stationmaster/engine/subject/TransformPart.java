package dev.stationmaster.engine.subject;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One token of a [SubjectTransform]'s destination. Immutable.
sealed interface TransformPart {
    Pattern FUNCTION = Pattern.compile("\\{\\{\\s*([a-zA-Z]+)\\s*\\((.*)\\)\\s*}}");

    /// Appends what it makes of the subject's tokens.
    void append(String[] tokens, StringBuilder out);

    record Literal(String text) implements TransformPart {
        @Override
        public void append(String[] tokens, StringBuilder out) {
            out.append(text);
        }
    }

    /// The token itself.
    record Wildcard(int token) implements TransformPart {
        @Override
        public void append(String[] tokens, StringBuilder out) {
            out.append(tokens[token]);
        }
    }

    /// A number below `count` that is always the same for the same tokens: FNV-1a of 32 bits.
    record Partition(int count, List<Integer> from) implements TransformPart {
        private static final int OFFSET = 0x811c9dc5;
        private static final int PRIME = 0x01000193;

        @Override
        public void append(String[] tokens, StringBuilder out) {
            int hash = OFFSET;
            for (int token : from) {
                for (byte next : tokens[token].getBytes(StandardCharsets.UTF_8)) {
                    hash = (hash ^ (next & 0xFF)) * PRIME;
                }
            }
            out.append(Integer.remainderUnsigned(hash, count));
        }
    }

    /// Two tokens, cut at a position from the left or the right; one when it is too short.
    record Cut(int token, int position, boolean fromRight) implements TransformPart {
        @Override
        public void append(String[] tokens, StringBuilder out) {
            String text = tokens[token];
            if (position <= 0 || position >= text.length()) {
                out.append(text);
                return;
            }
            int at = fromRight ? text.length() - position : position;
            out.append(text, 0, at).append('.').append(text, at, text.length());
        }
    }

    /// Tokens of equal length, the shorter rest last or, from the right, first.
    record Slices(int token, int size, boolean fromRight) implements TransformPart {
        @Override
        public void append(String[] tokens, StringBuilder out) {
            String text = tokens[token];
            if (size <= 0 || size >= text.length()) {
                out.append(text);
                return;
            }
            int end = fromRight ? text.length() % size : 0;
            out.append(text, 0, end);
            for (int start = end; start < text.length(); start = end) {
                end = Math.min(text.length(), start + size);
                out.append(start == 0 ? "" : ".").append(text, start, end);
            }
        }
    }

    /// Tokens between delimiters; empty ones are left out.
    record Split(int token, String delimiter) implements TransformPart {
        @Override
        public void append(String[] tokens, StringBuilder out) {
            String separator = "";
            for (String piece : tokens[token].split(Pattern.quote(delimiter))) {
                if (!piece.isEmpty()) {
                    out.append(separator).append(piece);
                    separator = ".";
                }
            }
            if (separator.isEmpty()) {
                out.append(tokens[token]);
            }
        }
    }

    /// The token's first or last characters; all when it is shorter.
    record Ends(int token, int length, boolean right) implements TransformPart {
        @Override
        public void append(String[] tokens, StringBuilder out) {
            String text = tokens[token];
            if (length <= 0 || length >= text.length()) {
                out.append(text);
            } else {
                out.append(right ? text.substring(text.length() - length) : text.substring(0, length));
            }
        }
    }

    /// @param wildcards positions of the source's `*`
    static TransformPart parse(String token, List<Integer> wildcards) {
        if (token.length() > 1 && token.charAt(0) == '$') {
            return token.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')
                    ? new Wildcard(wildcard(token, token.substring(1), wildcards))
                    : new Literal(token);
        }
        if (!token.startsWith("{{") || !token.endsWith("}}")) {
            if (token.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException("invalid mapping destination: invalid subject in " + token);
            }
            return new Literal(token);
        }
        Matcher function = FUNCTION.matcher(token);
        if (!function.matches()) {
            throw new IllegalArgumentException("invalid mapping destination: unknown function in " + token);
        }
        return call(
                token,
                function.group(1).toLowerCase(Locale.ROOT),
                function.group(2).split(",\\s*", -1),
                wildcards);
    }

    private static TransformPart call(String token, String name, String[] arguments, List<Integer> wildcards) {
        int expected = name.equals("wildcard") ? 1 : 2;
        if (arguments.length < expected) {
            throw new IllegalArgumentException("invalid mapping destination: not enough arguments in " + token);
        }
        if (arguments.length > expected && !name.equals("partition")) {
            throw new IllegalArgumentException("invalid mapping destination: too many arguments in " + token);
        }
        return switch (name) {
            case "wildcard" -> new Wildcard(wildcard(token, arguments[0], wildcards));
            case "partition" -> {
                int count = number(token, arguments[0]);
                if (count <= 0) {
                    throw new IllegalArgumentException("invalid mapping destination: no partitions in " + token);
                }
                yield new Partition(
                        count,
                        Arrays.stream(arguments)
                                .skip(1)
                                .map(one -> wildcard(token, one, wildcards))
                                .toList());
            }
            case "split" -> new Split(wildcard(token, arguments[0], wildcards), delimiter(token, arguments[1]));
            case "splitfromleft" -> cut(token, arguments, wildcards, false);
            case "splitfromright" -> cut(token, arguments, wildcards, true);
            case "slicefromleft" ->
                new Slices(wildcard(token, arguments[0], wildcards), number(token, arguments[1]), false);
            case "slicefromright" ->
                new Slices(wildcard(token, arguments[0], wildcards), number(token, arguments[1]), true);
            case "left" -> new Ends(wildcard(token, arguments[0], wildcards), number(token, arguments[1]), false);
            case "right" -> new Ends(wildcard(token, arguments[0], wildcards), number(token, arguments[1]), true);
            default -> throw new IllegalArgumentException("invalid mapping destination: unknown function in " + token);
        };
    }

    private static Cut cut(String token, String[] arguments, List<Integer> wildcards, boolean fromRight) {
        return new Cut(wildcard(token, arguments[0], wildcards), number(token, arguments[1]), fromRight);
    }

    private static String delimiter(String token, String text) {
        if (text.isEmpty() || text.contains(" ") || text.contains(".")) {
            throw new IllegalArgumentException("invalid mapping destination: invalid argument in " + token);
        }
        return text;
    }

    private static int wildcard(String token, String text, List<Integer> wildcards) {
        int number = number(token, text);
        if (number < 1 || number > wildcards.size()) {
            throw new IllegalArgumentException("invalid mapping destination: wildcard index out of range in " + token
                    + ": [" + number + "] of " + wildcards.size());
        }
        return wildcards.get(number - 1);
    }

    private static int number(String token, String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("invalid mapping destination: invalid argument in " + token, e);
        }
    }
}
