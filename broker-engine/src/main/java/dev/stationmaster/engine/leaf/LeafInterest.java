package dev.stationmaster.engine.leaf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// What this side of a leaf connection wants to hear, by who wants it; each change goes to the other side. Thread-safe.
final class LeafInterest {
    private static final List<String> OF_ROOMS = List.of("_SM.ASK.", "_SM.AUDIT.", "_SM.INBOX.", "$SM.");

    private final Consumer<byte[]> out;
    private final BiPredicate<String, String> allowed;
    /// How many, by who wants it, by pattern and queue.
    private final Map<Key, Map<Object, Integer>> wanted = new HashMap<>();
    private Set<String> offered = Set.of();

    private record Key(String pattern, String queue) {}

    /// @param allowed whether the other side may be asked for a pattern and queue
    LeafInterest(Consumer<byte[]> out, BiPredicate<String, String> allowed) {
        this.out = out;
        this.allowed = allowed;
    }

    /// @param count absolute, 0 when the interest is gone
    synchronized void set(Object who, String pattern, String queue, int count) {
        if (OF_ROOMS.stream().anyMatch(pattern::startsWith) || !allowed.test(pattern, queue)) {
            return;
        }
        Key key = new Key(pattern, queue);
        Map<Object, Integer> whose = wanted.computeIfAbsent(key, made -> new HashMap<>());
        int before = sum(whose);
        if (count > 0) {
            whose.put(who, count);
        } else {
            whose.remove(who);
        }
        if (whose.isEmpty()) {
            wanted.remove(key);
        }
        tell(key, before, sum(whose));
    }

    /// All that somebody wanted.
    synchronized void drop(Object who) {
        for (Key key : List.copyOf(wanted.keySet())) {
            Map<Object, Integer> whose = wanted.getOrDefault(key, Map.of());
            if (whose.containsKey(who)) {
                set(who, key.pattern(), key.queue(), 0);
            }
        }
    }

    /// What the broker itself serves: its streams and their API.
    synchronized void offer(Set<String> patterns) {
        Set<String> gone = new HashSet<>(offered);
        gone.removeAll(patterns);
        gone.forEach(pattern -> set(this, pattern, "", 0));
        patterns.stream().filter(pattern -> !offered.contains(pattern)).forEach(pattern -> set(this, pattern, "", 1));
        offered = Set.copyOf(patterns);
    }

    private void tell(Key key, int before, int now) {
        boolean plain = key.queue().isEmpty();
        if (plain ? (before == 0) != (now == 0) : before != now) {
            out.accept(LeafFrames.interest(key.pattern(), key.queue(), plain ? Math.min(now, 1) : now));
        }
    }

    private static int sum(Map<Object, Integer> whose) {
        return whose.values().stream().mapToInt(Integer::intValue).sum();
    }
}
