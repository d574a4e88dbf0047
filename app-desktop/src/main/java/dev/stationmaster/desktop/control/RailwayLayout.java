package dev.stationmaster.desktop.control;

/// Where things stand on the railway map: three fixed columns, rows spread evenly, what does not fit folded away.
///
/// @param top offset of the first row of the column
/// @param pitch distance from row to row
/// @param shown rows that are drawn; the others are told as "n more"
record RailwayLayout(double top, double pitch, int shown) {
    static final double PRODUCER_WIDTH = 200;
    static final double PRODUCER_HEIGHT = 56;
    static final double PLATFORM_WIDTH = 250;
    static final double PLATFORM_HEIGHT = 62;
    static final double GROUP_WIDTH = 190;
    static final double GROUP_HEIGHT = 76;
    static final double SIDE = 18;
    static final double HEAD = 34;
    static final double FOOT = 28;
    static final int ROWS = 8;
    private static final double GAP = 20;

    /// The height that shows the longest column whole, up to [#ROWS] rows.
    static double wantedHeight(RailwayPlan plan) {
        double producers = column(plan.producers().size(), PRODUCER_HEIGHT);
        double platforms = column(plan.platforms().size(), PLATFORM_HEIGHT);
        double groups = column(plan.groups().size(), GROUP_HEIGHT);
        return HEAD + Math.max(producers, Math.max(platforms, groups)) + FOOT;
    }

    static RailwayLayout of(int count, double boxHeight, double height) {
        double room = height - HEAD - FOOT;
        int fitting = Math.max(1, (int) Math.floor((room + 8) / (boxHeight + 8)));
        int shown = Math.min(count, Math.min(fitting, ROWS));
        if (shown == 0) {
            return new RailwayLayout(HEAD, 0, 0);
        }
        double loose = shown == 1 ? 0 : (room - shown * boxHeight) / (shown - 1);
        double gap = Math.clamp(loose, 8, boxHeight + 52);
        double used = shown * boxHeight + (shown - 1) * gap;
        return new RailwayLayout(HEAD + Math.max(0, (room - used) / 2), boxHeight + gap, shown);
    }

    double y(int row) {
        return top + row * pitch;
    }

    private static double column(int count, double boxHeight) {
        int rows = Math.clamp(count, 1, ROWS);
        return rows * boxHeight + (rows - 1) * GAP;
    }
}
