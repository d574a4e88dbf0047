package dev.stationmaster.engine.stream;

import java.util.List;
import java.util.function.Predicate;

/// Subject patterns of a filter: a subject passes when it matches any; no patterns pass every subject. `*` stands for
/// one token, `>` at the end for one or more. Immutable.
public final class SubjectFilter implements Predicate<String> {
    public static final SubjectFilter ALL = new SubjectFilter(List.of());

    private final List<String> patterns;

    private SubjectFilter(List<String> patterns) {
        this.patterns = patterns;
    }

    public static SubjectFilter of(List<String> patterns) {
        return patterns.isEmpty() || patterns.contains(">") ? ALL : new SubjectFilter(List.copyOf(patterns));
    }

    public boolean isAll() {
        return patterns.isEmpty();
    }

    /// Whether every pattern is a subject without wildcards.
    public boolean isLiteral() {
        return patterns.stream().noneMatch(SubjectFilter::hasWildcard);
    }

    public List<String> patterns() {
        return patterns;
    }

    @Override
    public boolean test(String subject) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (String pattern : patterns) {
            if (matches(pattern, subject)) {
                return true;
            }
        }
        return false;
    }

    /// Whether some subject matches a pattern of both.
    public boolean overlaps(SubjectFilter other) {
        if (isAll() || other.isAll()) {
            return true;
        }
        for (String mine : patterns) {
            for (String theirs : other.patterns) {
                if (overlap(mine, theirs)) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean hasWildcard(String pattern) {
        return pattern.indexOf('*') >= 0 || pattern.indexOf('>') >= 0;
    }

    static boolean matches(String pattern, String subject) {
        if (pattern.equals(subject)) {
            return true;
        }
        int p = 0;
        int s = 0;
        while (true) {
            int pEnd = tokenEnd(pattern, p);
            int sEnd = tokenEnd(subject, s);
            if (isToken(pattern, p, pEnd, '>') && pEnd == pattern.length()) {
                return true;
            }
            boolean equal = pEnd - p == sEnd - s && pattern.regionMatches(p, subject, s, pEnd - p);
            if (!equal && !isToken(pattern, p, pEnd, '*')) {
                return false;
            }
            if (pEnd == pattern.length() || sEnd == subject.length()) {
                return pEnd == pattern.length() && sEnd == subject.length();
            }
            p = pEnd + 1;
            s = sEnd + 1;
        }
    }

    static boolean overlap(String one, String other) {
        int a = 0;
        int b = 0;
        while (true) {
            int aEnd = tokenEnd(one, a);
            int bEnd = tokenEnd(other, b);
            if (isToken(one, a, aEnd, '>') || isToken(other, b, bEnd, '>')) {
                return true;
            }
            boolean equal = aEnd - a == bEnd - b && one.regionMatches(a, other, b, aEnd - a);
            if (!equal && !isToken(one, a, aEnd, '*') && !isToken(other, b, bEnd, '*')) {
                return false;
            }
            if (aEnd == one.length() || bEnd == other.length()) {
                return aEnd == one.length() && bEnd == other.length();
            }
            a = aEnd + 1;
            b = bEnd + 1;
        }
    }

    private static int tokenEnd(String text, int from) {
        int end = text.indexOf('.', from);
        return end < 0 ? text.length() : end;
    }

    private static boolean isToken(String text, int from, int end, char token) {
        return end - from == 1 && text.charAt(from) == token;
    }

    @Override
    public String toString() {
        return patterns.isEmpty() ? ">" : patterns.toString();
    }
}
