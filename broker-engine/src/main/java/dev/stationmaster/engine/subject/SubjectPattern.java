package dev.stationmaster.engine.subject;

/// What a subject and a pattern of subjects look like, and which match which.
///
/// Tokens are separated by `.` and hold at least one character each; blanks, control characters of white space and NUL
/// are not allowed. In a pattern `*` as a whole token stands for one token, `>` as the last one for one or more.
/// `foo*` is a literal token. All checks are case-sensitive and allocate nothing.
public final class SubjectPattern {
    /// Begins the first token of subjects that belong to an account of their own. No wildcard matches that token.
    public static final char APART = '\u0001';

    private SubjectPattern() {}

    /// Whether a message may be published on it: well formed, and no wildcards.
    public static boolean isValidSubject(String subject) {
        return isValidPattern(subject) && !hasWildcards(subject);
    }

    /// Whether it may be subscribed to: well formed, `>` only at the end.
    public static boolean isValidPattern(String pattern) {
        int length = pattern.length();
        if (length == 0) {
            return false;
        }
        int tokenStart = 0;
        for (int at = 0; at < length; at++) {
            char c = pattern.charAt(at);
            if (c == '.') {
                if (at == tokenStart || isToken(pattern, tokenStart, at, '>')) {
                    return false;
                }
                tokenStart = at + 1;
            } else if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0) {
                return false;
            }
        }
        return tokenStart < length;
    }

    /// Whether a token of it is `*` or its last one `>`.
    public static boolean hasWildcards(String pattern) {
        int length = pattern.length();
        for (int at = 0; at < length; at++) {
            char c = pattern.charAt(at);
            if ((c == '*' || c == '>')
                    && (at == 0 || pattern.charAt(at - 1) == '.')
                    && (at + 1 == length || (c == '*' && pattern.charAt(at + 1) == '.'))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a literal subject matches the pattern. Both must be valid.
    public static boolean matches(String pattern, String subject) {
        return isSubset(subject, pattern);
    }

    /// Whether some literal subject matches both patterns.
    public static boolean overlaps(String a, String b) {
        int aStart = 0;
        int bStart = 0;
        while (true) {
            int aEnd = tokenEnd(a, aStart);
            int bEnd = tokenEnd(b, bStart);
            if (isToken(a, aStart, aEnd, '>') || isToken(b, bStart, bEnd, '>')) {
                return true;
            }
            if (!isToken(a, aStart, aEnd, '*')
                    && !isToken(b, bStart, bEnd, '*')
                    && !sameToken(a, aStart, aEnd, b, bStart, bEnd)) {
                return false;
            }
            boolean aDone = aEnd == a.length();
            boolean bDone = bEnd == b.length();
            if (aDone || bDone) {
                return aDone && bDone;
            }
            aStart = aEnd + 1;
            bStart = bEnd + 1;
        }
    }

    /// Whether every literal subject that matches `inner` matches `outer` too.
    public static boolean isSubset(String inner, String outer) {
        int innerStart = 0;
        int outerStart = 0;
        while (true) {
            int innerEnd = tokenEnd(inner, innerStart);
            int outerEnd = tokenEnd(outer, outerStart);
            if (isToken(outer, outerStart, outerEnd, '>')) {
                return true;
            }
            if (isToken(inner, innerStart, innerEnd, '>')) {
                return false;
            }
            if (!isToken(outer, outerStart, outerEnd, '*')
                    && !sameToken(inner, innerStart, innerEnd, outer, outerStart, outerEnd)) {
                return false;
            }
            boolean innerDone = innerEnd == inner.length();
            boolean outerDone = outerEnd == outer.length();
            if (innerDone || outerDone) {
                return innerDone && outerDone;
            }
            innerStart = innerEnd + 1;
            outerStart = outerEnd + 1;
        }
    }

    private static int tokenEnd(String text, int start) {
        int end = text.indexOf('.', start);
        return end < 0 ? text.length() : end;
    }

    private static boolean isToken(String text, int start, int end, char only) {
        return end - start == 1 && text.charAt(start) == only;
    }

    private static boolean sameToken(String a, int aStart, int aEnd, String b, int bStart, int bEnd) {
        return aEnd - aStart == bEnd - bStart && a.regionMatches(aStart, b, bStart, aEnd - aStart);
    }
}
