package dev.stationmaster.engine.auth;

import dev.stationmaster.engine.subject.SubjectPattern;
import java.util.List;
import java.util.Optional;

/// Lists of allowed and denied patterns, as nats-server has them: an empty allow list allows everything, and a deny
/// goes before an allow. Who may answer requests may publish nothing else without an allow list. An entry for
/// subscribing may name a queue group after a blank: `orders.> workers`.
public record SubjectPermissions(
        List<String> publishAllow,
        List<String> publishDeny,
        List<String> subscribeAllow,
        List<String> subscribeDeny,
        Optional<Responses> responses)
        implements Permissions {

    public SubjectPermissions {
        publishAllow = List.copyOf(publishAllow);
        publishDeny = List.copyOf(publishDeny);
        subscribeAllow = List.copyOf(subscribeAllow);
        subscribeDeny = List.copyOf(subscribeDeny);
        for (List<String> entries : List.of(publishAllow, publishDeny, subscribeAllow, subscribeDeny)) {
            entries.forEach(SubjectPermissions::check);
        }
    }

    @Override
    public boolean mayPublish(String subject) {
        boolean everything = publishAllow.isEmpty() && responses.isEmpty();
        return (everything || covers(publishAllow, subject)) && !covers(publishDeny, subject);
    }

    @Override
    public boolean maySubscribe(String pattern, String queue) {
        return (subscribeAllow.isEmpty() || covers(subscribeAllow, pattern, queue))
                && !covers(subscribeDeny, pattern, queue);
    }

    @Override
    public boolean mayReceive(String subject) {
        return subscribeDeny.stream()
                .noneMatch(entry -> queueOf(entry).isEmpty() && SubjectPattern.isSubset(subject, subjectOf(entry)));
    }

    @Override
    public boolean filters(String pattern) {
        return subscribeDeny.stream()
                .anyMatch(entry -> queueOf(entry).isEmpty() && SubjectPattern.overlaps(pattern, subjectOf(entry)));
    }

    private static boolean covers(List<String> patterns, String subject) {
        for (String pattern : patterns) {
            if (SubjectPattern.isSubset(subject, pattern)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(List<String> entries, String pattern, String queue) {
        for (String entry : entries) {
            String group = queueOf(entry);
            if ((group.isEmpty() || (!queue.isEmpty() && SubjectPattern.isSubset(queue, group)))
                    && SubjectPattern.isSubset(pattern, subjectOf(entry))) {
                return true;
            }
        }
        return false;
    }

    private static String subjectOf(String entry) {
        int blank = entry.indexOf(' ');
        return blank < 0 ? entry : entry.substring(0, blank);
    }

    private static String queueOf(String entry) {
        int blank = entry.indexOf(' ');
        return blank < 0 ? "" : entry.substring(blank + 1).strip();
    }

    private static void check(String entry) {
        if (!SubjectPattern.isValidPattern(subjectOf(entry))) {
            throw new IllegalArgumentException("permission '" + entry + "' is not a valid subject");
        }
    }
}
