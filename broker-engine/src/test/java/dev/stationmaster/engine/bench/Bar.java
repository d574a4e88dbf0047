package dev.stationmaster.engine.bench;

import java.util.Locale;

/// What the table asks of a figure; NaN where it asks for nothing.
///
/// @param floor what must hold
/// @param goal what to reach for
record Bar(String figure, Rule rule, double floor, double goal) {
    static final double NONE = Double.NaN;

    enum Rule {
        /// Ours divided by nats-server's, at least.
        RATIO_AT_LEAST("≥"),
        /// Ours divided by nats-server's, at most.
        RATIO_AT_MOST("≤"),
        /// Ours, at most.
        AT_MOST("≤");

        private final String sign;

        Rule(String sign) {
            this.sign = sign;
        }
    }

    static Bar ratioAtLeast(String figure, double floor, double goal) {
        return new Bar(figure, Rule.RATIO_AT_LEAST, floor, goal);
    }

    static Bar ratioAtMost(String figure, double floor, double goal) {
        return new Bar(figure, Rule.RATIO_AT_MOST, floor, goal);
    }

    static Bar atMost(String figure, double floor, double goal) {
        return new Bar(figure, Rule.AT_MOST, floor, goal);
    }

    /// The value that floor and goal speak of.
    double measured(double theirs, double ours) {
        return rule == Rule.AT_MOST ? ours : ours / theirs;
    }

    boolean floorHolds(double measured) {
        return holds(measured, floor);
    }

    String verdict(double measured) {
        if (!floorHolds(measured)) {
            return "FLOOR MISSED";
        }
        return Double.isNaN(goal) ? "floor holds" : holds(measured, goal) ? "goal reached" : "below the goal";
    }

    String text(double bar) {
        return Double.isNaN(bar) ? "-" : String.format(Locale.ROOT, "%s %s", rule.sign, Figures.text(bar));
    }

    private boolean holds(double measured, double bar) {
        return Double.isNaN(bar) || (rule == Rule.RATIO_AT_LEAST ? measured >= bar : measured <= bar);
    }
}
