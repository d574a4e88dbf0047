package dev.stationmaster.gateway.station;

import dev.stationmaster.gateway.broker.BrokerException;
import dev.stationmaster.gateway.broker.BrokerException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Repeats calls that did not reach a broker, or that may be repeated, while a cluster changes its leaders.
public final class Retry {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long PAUSE_MILLIS_MAX = 800;

    private Retry() {}

    /// Repeats a call that may safely be made twice while no broker can be reached or the connection is lost.
    public static <T> T untilReached(Duration time, Supplier<T> call) {
        return until(time, call, kind -> kind == Kind.UNAVAILABLE || kind == Kind.LOST || kind == Kind.NO_RESPONDERS);
    }

    /// Repeats a call only while it is certain that nothing was carried out.
    public static <T> T whileNothingHappened(Duration time, Supplier<T> call) {
        return until(time, call, kind -> kind == Kind.UNAVAILABLE || kind == Kind.NO_RESPONDERS);
    }

    private static <T> T until(Duration time, Supplier<T> call, java.util.function.Predicate<Kind> mayRepeat) {
        long end = System.nanoTime() + time.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return call.get();
            } catch (BrokerException e) {
                if (!mayRepeat.test(e.kind())
                        || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) > end
                        || !pause(pause)) {
                    throw e;
                }
                pause = Math.min(PAUSE_MILLIS_MAX, pause * 2);
            }
        }
    }

    private static boolean pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
