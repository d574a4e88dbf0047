package dev.stationmaster.engine.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the rounds gave, as a table for people.
final class Report {
    private static final String ROW = "  %-30s %10s %23s %10s %23s %7s  %7s %7s  %s%n";

    private final PrintStream out;
    private final List<String> missed = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /// Figures of one work: by server and name, a value for each round.
    static final class Rounds {
        private final Map<ServerKind, Map<String, List<Double>>> values = new EnumMap<>(ServerKind.class);

        void add(ServerKind kind, Map<String, Double> figures) {
            Map<String, List<Double>> own = values.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
            figures.forEach((name, value) ->
                    own.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        }

        private List<Double> of(ServerKind kind, String name) {
            return values.getOrDefault(kind, Map.of()).getOrDefault(name, List.of());
        }
    }

    void print(Work work, Rounds rounds) {
        out.printf(ROW, "", "nats", "(range)", "ours", "(range)", "ratio", "floor", "goal", "");
        for (String figure : rounds.values.get(ServerKind.OURS).keySet()) {
            List<Bar> bars = work.bars().stream()
                    .filter(bar -> bar.figure().equals(figure))
                    .toList();
            List<Double> theirs = rounds.of(ServerKind.NATS, figure);
            List<Double> ours = rounds.of(ServerKind.OURS, figure);
            if (bars.isEmpty()) {
                row(figure, theirs, ours, "", "", "");
            }
            for (Bar bar : bars) {
                double measured = bar.measured(Figures.median(theirs), Figures.median(ours));
                String verdict = bar.verdict(measured);
                row(figure, theirs, ours, bar.text(bar.floor()), bar.text(bar.goal()), verdict);
                if (!bar.floorHolds(measured)) {
                    missed.add(work.name() + ", " + figure + ": " + Figures.text(measured) + ", floor "
                            + bar.text(bar.floor()));
                }
            }
        }
    }

    private void row(String figure, List<Double> theirs, List<Double> ours, String floor, String goal, String verdict) {
        double ratio = Figures.median(ours) / Figures.median(theirs);
        out.printf(
                ROW,
                figure,
                Figures.text(Figures.median(theirs)),
                range(theirs),
                Figures.text(Figures.median(ours)),
                range(ours),
                Figures.text(ratio),
                floor,
                goal,
                verdict);
    }

    private static String range(List<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return all.length < 2 || Double.isNaN(all[0])
                ? ""
                : "(" + Figures.text(all[0]) + " … " + Figures.text(all[all.length - 1]) + ")";
    }

    /// Says which floors were missed.
    ///
    /// @return whether all hold
    boolean allHold() {
        out.println();
        if (missed.isEmpty()) {
            out.println("All floors hold.");
        } else {
            out.println("Floors missed:");
            missed.forEach(line -> out.println("  " + line));
        }
        return missed.isEmpty();
    }
}
