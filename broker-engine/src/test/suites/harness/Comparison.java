import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Reads the XML reports of both sides and prints a table of all tests, the counts of each class, and every test that
/// passes on nats-server and does not pass on ours. Exits with 1 when there is one that is not known.
///
/// Arguments: folder with `nats-server/CLASS/*.xml` and `stationmaster/CLASS/*.xml`; `--all` for the whole table;
/// `--known FILE` with the names of tests that are known to differ, after `#` for why; `--missed` for nothing but the names of those tests. A report in a folder `again-…` stands for a test that was run
/// again by itself: it replaces what came before.
public final class Comparison {
    private record Result(String outcome, double seconds, String message) {
        static final Result NOT_RUN = new Result("-", 0, "");
    }

    private static final List<String> SIDES = List.of("nats-server", "stationmaster");

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<String> flags = List.of(arguments).subList(1, arguments.length);
        boolean all = flags.contains("--all");
        PrintStream out = flags.contains("--missed") ? new PrintStream(OutputStream.nullOutputStream()) : System.out;
        Map<String, Map<String, Result>> theirs = read(folder.resolve(SIDES.get(0)));
        Map<String, Map<String, Result>> ours = read(folder.resolve(SIDES.get(1)));
        int at = flags.indexOf("--known");
        List<String> known = at < 0 ? List.of() : Files.readAllLines(Path.of(flags.get(at + 1)));
        TreeSet<String> classes = new TreeSet<>(theirs.keySet());
        classes.addAll(ours.keySet());
        List<String> missed = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int[] sums = new int[4];
        int unknown = 0;
        out.printf("%-42s %8s %13s %13s %6s%n", "class", "tests", "nats-server", "stationmaster", "missed");
        for (String name : classes) {
            Map<String, Result> left = theirs.getOrDefault(name, Map.of());
            Map<String, Result> right = ours.getOrDefault(name, Map.of());
            TreeSet<String> tests = new TreeSet<>(left.keySet());
            tests.addAll(right.keySet());
            int[] counts = new int[4];
            for (String test : tests) {
                Result a = left.getOrDefault(test, Result.NOT_RUN);
                Result b = right.getOrDefault(test, Result.NOT_RUN);
                boolean misses = a.outcome().equals("pass") && !b.outcome().equals("pass") && !right.isEmpty();
                counts[0]++;
                counts[1] += a.outcome().equals("pass") ? 1 : 0;
                counts[2] += b.outcome().equals("pass") ? 1 : 0;
                counts[3] += misses ? 1 : 0;
                if (all) {
                    out.printf("  %-60s %-5s %6.1f s   %-5s %6.1f s%n", test, a.outcome(), a.seconds(),
                            b.outcome(), b.seconds());
                }
                if (misses) {
                    String full = name + "#" + test;
                    names.add(full);
                    unknown += known.contains(full) ? 0 : 1;
                    missed.add((known.contains(full) ? "(known) " : "") + full + ": " + (b.outcome().equals("-") ? "not run" : b.message()));
                }
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += counts[i];
            }
            out.printf("%-42s %8d %13d %13d %6d%n", name, counts[0], counts[1], counts[2], counts[3]);
        }
        out.printf("%-42s %8d %13d %13d %6d%n", "all", sums[0], sums[1], sums[2], sums[3]);
        out.println(missed.isEmpty()
                ? "every test that passes on nats-server passes on stationmaster"
                : "these pass on nats-server and not on stationmaster:");
        missed.forEach(line -> out.println("  " + line));
        if (flags.contains("--missed")) {
            names.forEach(System.out::println);
        }
        System.exit(unknown == 0 ? 0 : 1);
    }

    /// Class → test → result. A test of several runs counts as failed when one failed.
    private static Map<String, Map<String, Result>> read(Path side) throws Exception {
        Map<String, Map<String, Result>> classes = new TreeMap<>();
        if (!Files.isDirectory(side)) {
            return classes;
        }
        List<Path> reports;
        try (Stream<Path> files = Files.walk(side)) {
            reports = files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted(Comparator.comparing(Comparison::isAgain))
                    .toList();
        }
        for (Path report : reports) {
            NodeList cases = cases(report);
            for (int i = 0; i < cases.getLength(); i++) {
                Element each = (Element) cases.item(i);
                String type = each.getAttribute("classname").replaceFirst("^io\\.nats\\.", "");
                String test = each.getAttribute("name").replaceFirst("\\(.*", "");
                classes.computeIfAbsent(type, name -> new TreeMap<>())
                        .merge(test, result(each), (a, b) -> isAgain(report) || a.outcome().equals("pass") ? b : a);
            }
        }
        return classes;
    }

    private static boolean isAgain(Path report) {
        return report.getParent().getFileName().toString().startsWith("again-");
    }

    private static NodeList cases(Path report) throws Exception {
        try (var in = Files.newInputStream(report)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getElementsByTagName("testcase");
        } catch (IOException torn) {
            throw new IOException(report + " cannot be read", torn);
        }
    }

    private static Result result(Element test) {
        double seconds = Double.parseDouble(test.getAttribute("time").replace(",", ""));
        for (String bad : List.of("failure", "error")) {
            NodeList found = test.getElementsByTagName(bad);
            if (found.getLength() > 0) {
                return new Result("fail", seconds, why((Element) found.item(0)));
            }
        }
        boolean skipped = test.getElementsByTagName("skipped").getLength() > 0;
        return new Result(skipped ? "skip" : "pass", seconds, skipped ? "skipped" : "");
    }

    /// The message and the first line of the trace that is a test's.
    private static String why(Element failure) {
        String message = failure.getAttribute("type") + " " + failure.getAttribute("message");
        String where = failure.getTextContent().lines()
                .filter(line -> line.contains("Tests.java:"))
                .findFirst()
                .orElse("")
                .replaceFirst(".*\\((.*)\\).*", "$1");
        return (message.length() > 200 ? message.substring(0, 200) + "…" : message).replaceAll("\\s+", " ") + " at "
                + where;
    }
}
