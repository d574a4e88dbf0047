package dev.stationmaster.engine.subject;

import java.util.ArrayList;
import java.util.List;

/// All subjects and patterns over two letters, up to a depth, and the plainest matcher there is.
final class SubjectWorld {
    private SubjectWorld() {}

    static List<String> subjects(int depth) {
        return sequences(List.of("a", "b", "c"), depth);
    }

    static List<String> patterns(int depth) {
        List<String> patterns = new ArrayList<>();
        for (String prefix : sequences(List.of("a", "b", "*"), depth)) {
            patterns.add(prefix);
            patterns.add(prefix + ".>");
        }
        patterns.add(">");
        return patterns;
    }

    static boolean naiveMatches(String pattern, String subject) {
        String regex = pattern.replace(".", "\\.").replace("*", "[^.]+").replace(">", ".+");
        return subject.matches(regex);
    }

    private static List<String> sequences(List<String> tokens, int depth) {
        List<String> all = new ArrayList<>(tokens);
        List<String> longest = tokens;
        for (int i = 1; i < depth; i++) {
            List<String> longer = new ArrayList<>();
            for (String start : longest) {
                tokens.forEach(token -> longer.add(start + "." + token));
            }
            all.addAll(longer);
            longest = longer;
        }
        return all;
    }
}
