package dev.stationmaster.gateway.management;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down guessing of passwords: after five failures in a row a name waits, longer each time. Thread-safe.
final class Throttle {
    private static final int FREE_FAILURES = 5;
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final int NAMES_MAX = 1000;

    private record Failures(int count, Instant until) {}

    private final Clock clock;
    private final Map<String, Failures> byName = new LinkedHashMap<>();

    Throttle(Clock clock) {
        this.clock = clock;
    }

    /// @throws Refusal while the name has to wait
    synchronized void check(String name) {
        Failures failures = byName.get(name);
        if (failures != null && clock.instant().isBefore(failures.until)) {
            throw new Refusal(
                    Refusal.Kind.UNAUTHORIZED,
                    "SM-LOGIN-THROTTLED",
                    "Too many wrong passwords for " + name + "; wait a moment and try again");
        }
    }

    synchronized void failed(String name) {
        int count = byName.containsKey(name) ? byName.get(name).count + 1 : 1;
        long seconds = count < FREE_FAILURES ? 0 : Math.min(WAIT_MAX.toSeconds(), 1L << (count - FREE_FAILURES));
        byName.remove(name);
        byName.put(name, new Failures(count, clock.instant().plusSeconds(seconds)));
        if (byName.size() > NAMES_MAX) {
            byName.remove(byName.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String name) {
        byName.remove(name);
    }
}
