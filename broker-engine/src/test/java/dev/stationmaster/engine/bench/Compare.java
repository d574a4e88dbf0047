package dev.stationmaster.engine.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// The works of the table, in rounds that alternate between the servers. Exit code 1 when a floor is missed.
public final class Compare {
    private static final int WRONG_USAGE = 2;

    private final Lab lab;
    private final Report report = new Report(System.out);

    private Compare(Lab lab) {
        this.lab = lab;
    }

    public static void main(String[] words) throws Exception {
        Options options;
        List<Work> works;
        try {
            options = Options.parse(words);
            works = Table.chosen(options.works());
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench compare: " + wrong.getMessage());
            System.exit(WRONG_USAGE);
            return;
        }
        boolean holds;
        try (Lab lab = new Lab(options)) {
            holds = new Compare(lab).run(works);
        } catch (IllegalArgumentException refused) {
            System.err.println("refused: " + refused.getMessage());
            holds = false;
        }
        System.exit(holds ? 0 : 1);
    }

    private boolean run(List<Work> works) throws Exception {
        String disk = Disk.requireReal(lab.folder());
        System.out.printf(
                "%s beside stationmaster, %d cores, JDK %s; both stores on %s in one folder, flush %s µs;"
                        + " %d alternated rounds, medians;%n  throughput by: %s; single publishes, latency and management by the"
                        + " Java client%n",
                natsVersion(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                disk,
                Figures.text(Disk.flushMicros(lab.folder())),
                lab.options().rounds(),
                lab.driver(true).title());
        for (Work work : works) {
            System.out.printf("%n%s%n", wrapped(work.name() + ": " + work.what()));
            report.print(work, rounds(work));
        }
        return report.allHold();
    }

    private Report.Rounds rounds(Work work) throws Exception {
        Report.Rounds rounds = new Report.Rounds();
        int first = work.warmsUp() ? 0 : 1;
        for (int i = first; i <= lab.options().rounds(); i++) {
            lab.onRound(i);
            for (ServerKind kind : ServerKind.values()) {
                // What one server left unwritten is not the other's business.
                Disk.writeBack(lab.folder());
                Map<String, Double> figures = work.round(lab, kind);
                if (i > 0) {
                    rounds.add(kind, figures);
                }
            }
        }
        return rounds;
    }

    private static String wrapped(String text) {
        return text.replaceAll("(.{1,108})( |$)", "$1\n  ").strip();
    }

    private static String natsVersion() throws IOException {
        Process process = new ProcessBuilder(ServerKind.natsServer(), "--version").start();
        return new String(process.getInputStream().readAllBytes()).strip();
    }
}
