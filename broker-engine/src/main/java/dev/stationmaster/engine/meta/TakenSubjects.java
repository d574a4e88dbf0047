package dev.stationmaster.engine.meta;

import dev.stationmaster.engine.subject.SubjectPattern;
import java.util.HashMap;
import java.util.Map;

/// Subjects of streams with one and the same first token, and whose they are. Those without wildcards are looked up
/// rather than searched: mostly there are many of them. Confined to the meta group's loop.
final class TakenSubjects {
    private final Map<String, String> plain = new HashMap<>();
    private final Map<String, String> patterns = new HashMap<>();

    void add(String subject, String stream) {
        of(subject).put(subject, stream);
    }

    void remove(String subject) {
        of(subject).remove(subject);
    }

    private Map<String, String> of(String subject) {
        return SubjectPattern.hasWildcards(subject) ? patterns : plain;
    }

    /// Whether a stream other than `except` has a subject that overlaps this one.
    boolean overlaps(String subject, String except) {
        if (SubjectPattern.hasWildcards(subject)) {
            return overlaps(plain, subject, except) || overlaps(patterns, subject, except);
        }
        String owner = plain.get(subject);
        return (owner != null && !owner.equals(except)) || overlaps(patterns, subject, except);
    }

    private static boolean overlaps(Map<String, String> taken, String subject, String except) {
        for (Map.Entry<String, String> entry : taken.entrySet()) {
            if (!entry.getValue().equals(except) && SubjectPattern.overlaps(entry.getKey(), subject)) {
                return true;
            }
        }
        return false;
    }
}
