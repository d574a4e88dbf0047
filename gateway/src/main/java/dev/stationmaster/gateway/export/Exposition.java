package dev.stationmaster.gateway.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A page in Prometheus' text format 0.0.4, collected by metric name. Confined to one scrape.
///
/// The names and types of the monitored brokers' metrics are given by existing dashboards and break the naming
/// rules of
/// the Prometheus library (gauges that end in `_total`), so this page is written by hand; the library serves the
/// gateway's own metrics.
final class Exposition {
    private static final int SERIES_MAX = 100_000;

    private static final class Family {
        private final String type;
        private final String help;
        private final StringBuilder samples = new StringBuilder();

        Family(String type, String help) {
            this.type = type;
            this.help = help;
        }
    }

    private final Map<String, Family> families = new LinkedHashMap<>();
    private int series;
    private int dropped;

    void gauge(String name, String help, Map<String, String> labels, Number value) {
        add("gauge", name, help, labels, value);
    }

    void counter(String name, String help, Map<String, String> labels, Number value) {
        add("counter", name, help, labels, value);
    }

    private void add(String type, String name, String help, Map<String, String> labels, Number value) {
        if (series >= SERIES_MAX) {
            dropped++;
            return;
        }
        series++;
        StringBuilder out = families.computeIfAbsent(name, _ -> new Family(type, help)).samples;
        out.append(name);
        if (!labels.isEmpty()) {
            char before = '{';
            for (Map.Entry<String, String> label : labels.entrySet()) {
                out.append(before).append(label.getKey()).append("=\"");
                out.append(escape(label.getValue())).append('"');
                before = ',';
            }
            out.append('}');
        }
        out.append(' ').append(number(value)).append('\n');
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(Number number) {
        if (number instanceof Long || number instanceof Integer) {
            return number.toString();
        }
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /// @param prefixes emitted one after the other; all but the first are aliases
    String text(List<String> prefixes) {
        if (dropped > 0) {
            gauge("memphis_exporter_series_dropped", "Series left out above the limit", Map.of(), dropped);
        }
        StringBuilder page = new StringBuilder();
        for (String prefix : prefixes) {
            families.forEach((name, family) -> {
                String shown = name.startsWith("memphis_") ? prefix + name.substring("memphis".length()) : name;
                page.append("# HELP ")
                        .append(shown)
                        .append(' ')
                        .append(family.help)
                        .append('\n');
                page.append("# TYPE ")
                        .append(shown)
                        .append(' ')
                        .append(family.type)
                        .append('\n');
                page.append(shown.equals(name) ? family.samples : renamed(family.samples, name, shown));
            });
        }
        return page.toString();
    }

    private static String renamed(StringBuilder samples, String from, String to) {
        StringBuilder out = new StringBuilder();
        for (String line : samples.toString().split("\n")) {
            out.append(to).append(line.substring(from.length())).append('\n');
        }
        return out.toString();
    }
}
