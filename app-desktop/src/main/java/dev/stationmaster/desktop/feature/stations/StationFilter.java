package dev.stationmaster.desktop.feature.stations;

import dev.stationmaster.gateway.view.StationsView.Row;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a person types to find stations: fragments of names and tags, and comparisons such as `lag>1000`.
///
/// Words: `lag dead copies partitions messages bytes in out groups`, each with `>`, `<` or `=` and a number. All
/// that is typed must hold. A comparison with an unknown figure does not hold.
public final class StationFilter {
    private static final Pattern COMPARISON =
            Pattern.compile("(lag|dead|copies|partitions|messages|bytes|in|out|groups)([<>=])(\\d+(?:\\.\\d+)?)");

    private StationFilter() {}

    public static Predicate<Row> of(String typed) {
        Predicate<Row> all = row -> true;
        for (String word : typed.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
            if (!word.isEmpty()) {
                all = all.and(word(word));
            }
        }
        return all;
    }

    private static Predicate<Row> word(String word) {
        Matcher comparison = COMPARISON.matcher(word);
        if (!comparison.matches()) {
            return row -> row.name().toLowerCase(Locale.ROOT).contains(word)
                    || row.tags().stream()
                            .anyMatch(tag -> tag.toLowerCase(Locale.ROOT).contains(word));
        }
        String figure = comparison.group(1);
        double bound = Double.parseDouble(comparison.group(3));
        char sign = comparison.group(2).charAt(0);
        return row -> {
            Number value = figure(row, figure);
            if (value == null) {
                return false;
            }
            double known = value.doubleValue();
            return sign == '>' ? known > bound : sign == '<' ? known < bound : known == bound;
        };
    }

    private static @Nullable Number figure(Row row, String name) {
        return switch (name) {
            case "lag" -> row.maxLag();
            case "dead" -> row.deadLetters();
            case "copies" -> row.replicas();
            case "partitions" -> row.partitions();
            case "messages" -> row.messages();
            case "bytes" -> row.bytes();
            case "in" -> row.inPerSecond();
            case "out" -> row.outPerSecond();
            case "groups" -> row.groups();
            default -> throw new IllegalArgumentException("no figure '" + name + "' of a station");
        };
    }
}
