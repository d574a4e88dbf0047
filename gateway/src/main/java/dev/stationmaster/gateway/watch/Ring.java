package dev.stationmaster.gateway.watch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last quarter of an hour of one figure, a value a second; NaN where nobody looked.
///
/// ```
///   slot of second s = s mod SECONDS      newest = last second written
/// ```
/// Confined to the watch thread for writing; [#values] copies under the same lock.
final class Ring {
    static final int SECONDS = 900;
    private static final int SKIPPED_MAX = 4;

    private final float[] values = new float[SECONDS];
    private long newest = Long.MIN_VALUE;
    private long oldest;

    synchronized void put(long second, double value) {
        if (newest == Long.MIN_VALUE || second - newest >= SECONDS || second < newest) {
            Arrays.fill(values, Float.NaN);
            oldest = second;
        } else {
            // A round that took long skips a second or two; only a longer silence is a gap.
            float between = second - newest <= SKIPPED_MAX ? (float) value : Float.NaN;
            for (long gap = newest + 1; gap < second; gap++) {
                values[slot(gap)] = between;
            }
        }
        values[slot(second)] = (float) value;
        newest = second;
        oldest = Math.max(oldest, second - SECONDS + 1);
    }

    synchronized long oldest() {
        return oldest;
    }

    /// One value a second, from `from` to `to`, both inclusive; null for a gap.
    synchronized List<@Nullable Double> values(long from, long to) {
        List<@Nullable Double> list = new ArrayList<>();
        for (long second = from; second <= to; second++) {
            boolean held = second >= oldest && second <= newest && second > newest - SECONDS;
            float value = held ? values[slot(second)] : Float.NaN;
            list.add(Float.isNaN(value) ? null : (Double) (Math.round(value * 10.0) / 10.0));
        }
        return list;
    }

    /// Least-squares slope per second over the last `seconds`; null with fewer than five values.
    synchronized @Nullable Double slope(int seconds) {
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        for (long second = Math.max(oldest, newest - seconds + 1); second <= newest; second++) {
            float y = values[slot(second)];
            if (!Float.isNaN(y)) {
                double x = second - newest;
                n++;
                sumX += x;
                sumY += y;
                sumXx += x * x;
                sumXy += x * y;
            }
        }
        double spread = n * sumXx - sumX * sumX;
        return n < 5 || spread == 0 ? null : (Double) ((n * sumXy - sumX * sumY) / spread);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
