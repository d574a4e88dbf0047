package dev.stationmaster.engine.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads values out of one JSON object and gathers what is wrong with them. null and absent are the same.
final class ConfigValues {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([KMGT]?)I?B?");
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h|d)");

    private final String prefix;
    private final JsonNode json;
    private final List<String> problems;

    /// @param prefix path of this object, `users[0].`; `""` for the file itself
    ConfigValues(String prefix, JsonNode json, List<String> problems) {
        this.prefix = prefix;
        this.json = json;
        this.problems = problems;
    }

    boolean has(String key) {
        return !node(key).isMissingNode();
    }

    JsonNode node(String key) {
        JsonNode node = json.path(key);
        return node.isNull() ? json.path("\0") : node;
    }

    /// Where that key is in the file.
    String path(String key) {
        return prefix + key;
    }

    void problem(String key, String wanted) {
        problems.add("'" + prefix + key + "' is " + node(key) + ", but must be " + wanted);
    }

    /// How a limit is said that is none.
    boolean isMinusOne(String key) {
        return node(key).isIntegralNumber() && node(key).asLong() == -1;
    }

    String text(String key) {
        if (has(key) && !node(key).isString()) {
            problem(key, "a text");
        }
        return has(key) && node(key).isString() ? node(key).stringValue() : "";
    }

    boolean flag(String key) {
        if (has(key) && !node(key).isBoolean()) {
            problem(key, "true or false");
        }
        return has(key) && node(key).isBoolean() && node(key).booleanValue();
    }

    /// Empty when absent or bad.
    Optional<Integer> number(String key, long least, long most) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode node = node(key);
        if (node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= least
                && node.longValue() <= most) {
            return Optional.of((int) node.longValue());
        }
        problem(key, "a whole number between " + least + " and " + most);
        return Optional.empty();
    }

    Optional<Integer> port(String key) {
        return number(key, 0, 65_535);
    }

    /// Bytes: a number, or a text as `8MB`.
    Optional<Long> size(String key, long least, long most) {
        if (!has(key)) {
            return Optional.empty();
        }
        long bytes = sizeOf(node(key));
        if (bytes >= least && bytes <= most) {
            return Optional.of(bytes);
        }
        problem(
                key,
                "a size between " + least + " and " + most + " bytes: a number, or a text like \"64KB\" or \"8MB\"");
        return Optional.empty();
    }

    /// As [#duration], but not shorter than that.
    Optional<Duration> durationFrom(String key, Duration least) {
        Optional<Duration> duration = duration(key);
        if (duration.isPresent() && duration.get().compareTo(least) < 0) {
            problem(key, "a duration of " + least.toSeconds() + " s or more");
        }
        return duration;
    }

    /// A number of seconds, or a text as `2m` or `1h30m`.
    Optional<Duration> duration(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        JsonNode node = node(key);
        Duration duration = node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() < 1e9
                ? Duration.ofNanos((long) (node.doubleValue() * 1e9))
                : durationOf(node.isString() ? node.stringValue() : "");
        if (duration.isPositive()) {
            return Optional.of(duration);
        }
        problem(key, "a duration above 0: seconds, or a text like \"500ms\", \"10s\" or \"1h30m\"");
        return Optional.empty();
    }

    /// Texts of a list; a single text counts as a list of one.
    List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode node = node(key);
        if (node.isString()) {
            return List.of(node.stringValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode each : node) {
            texts.add(each.isString() ? each.stringValue() : "");
        }
        if (!node.isArray() || texts.contains("")) {
            problem(key, "a text or a list of texts");
        }
        return texts;
    }

    private static long sizeOf(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        Matcher matcher =
                SIZE.matcher(node.isString() ? node.stringValue().strip().toUpperCase(Locale.ROOT) : "");
        if (!matcher.matches()) {
            return -1;
        }
        int shift = switch (matcher.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            case "T" -> 40;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE >> shift ? -1 : number << shift;
    }

    /// Zero when it is none.
    private static Duration durationOf(String text) {
        Matcher matcher = DURATION_PART.matcher(text);
        double nanos = 0;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            end = matcher.end();
            nanos += Double.parseDouble(matcher.group(1))
                    * switch (matcher.group(2)) {
                        case "ns" -> 1;
                        case "us", "µs" -> 1e3;
                        case "ms" -> 1e6;
                        case "s" -> 1e9;
                        case "m" -> 60e9;
                        case "h" -> 3600e9;
                        default -> 86_400e9;
                    };
        }
        return end == text.length() && nanos < Long.MAX_VALUE ? Duration.ofNanos((long) nanos) : Duration.ZERO;
    }
}
