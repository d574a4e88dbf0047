package dev.stationmaster.gateway.export;

import dev.stationmaster.gateway.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the monitoring port of every node and flattens what it says, as the exporter that dashboards were made
/// for
/// does:
/// numbers become gauges named by their path, a few texts become labels of a constant 1, all else is left out.
final class MonitorScrape {
    private static final Logger log = LoggerFactory.getLogger(MonitorScrape.class);
    private static final List<String> ENDPOINTS = List.of("varz", "subsz", "routez", "connz");
    private static final Set<String> SHOWN_TEXTS =
            Set.of("server_id", "server_name", "version", "domain", "leader", "name");
    private static final Set<String> SKIPPED = Set.of(
            "leaf", "trusted_operators_claim", "cluster_tls_timeout", "cluster_cluster_port", "cluster_auth_timeout");
    private static final Set<String> CONNZ_COUNTERS = Set.of("in_bytes", "out_bytes", "in_msgs", "out_msgs");
    private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;
    private static final int TIMEOUT_MILLIS = 1500;

    private record Answers(String monitor, Map<String, JsonNode> byEndpoint) {}

    private final List<String> monitors;

    /// @param monitors `host:port` of every node
    MonitorScrape(List<String> monitors) {
        this.monitors = List.copyOf(monitors);
    }

    void collect(Exposition out) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answers>> asked =
                    monitors.stream().map(m -> threads.submit(() -> ask(m))).toList();
            for (Future<Answers> answers : asked) {
                try {
                    add(answers.get(), out);
                } catch (ExecutionException e) {
                    log.debug("a monitoring port was not read: {}", e.toString());
                }
            }
        }
    }

    private static Answers ask(String monitor) {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        for (String endpoint : ENDPOINTS) {
            try {
                answers.put(endpoint, get(monitor, endpoint));
            } catch (IOException | JacksonException e) {
                log.debug("{}/{}: {}", monitor, endpoint, e.toString());
                if (endpoint.equals("varz")) {
                    break;
                }
            }
        }
        return new Answers(monitor, answers);
    }

    private static JsonNode get(String monitor, String endpoint) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + monitor + "/" + endpoint).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return Json.mapper().readTree(in.readNBytes(ANSWER_BYTES_MAX));
        }
    }

    private static void add(Answers answers, Exposition out) {
        JsonNode varz = answers.byEndpoint.get("varz");
        out.gauge(
                "memphis_up",
                "Whether the node's monitoring port answered",
                Map.of("monitor", answers.monitor),
                varz == null ? 0 : 1);
        if (varz != null) {
            String server = varz.path("server_id").asString("");
            answers.byEndpoint.forEach((endpoint, json) -> walk(endpoint, "", json, server, out));
        }
    }

    private static void walk(String endpoint, String path, JsonNode json, String server, Exposition out) {
        json.properties().forEach(field -> {
            String here = (path.isEmpty() ? "" : path + "_") + clean(field.getKey());
            JsonNode value = field.getValue();
            if (SKIPPED.contains(here)) {
                return;
            }
            String name = "memphis_" + endpoint + "_" + here;
            if (value.isNumber()) {
                number(endpoint, here, name, value.asDouble(), server, out);
            } else if (value.isObject()) {
                walk(endpoint, here, value, server, out);
            } else if (value.isString() && SHOWN_TEXTS.contains(field.getKey())) {
                Map<String, String> labels = new LinkedHashMap<>();
                labels.put("server_id", server);
                labels.put("value", value.asString());
                out.gauge(name, "From " + endpoint, labels, 1);
            }
        });
    }

    private static void number(String endpoint, String path, String name, double value, String server, Exposition out) {
        Map<String, String> labels = Map.of("server_id", server);
        if (endpoint.equals("connz") && CONNZ_COUNTERS.contains(path)) {
            out.counter(name, "From connz", labels, value);
        } else {
            out.gauge(name, "From " + endpoint, labels, value);
        }
    }

    private static String clean(String key) {
        return key.replaceAll("[^A-Za-z0-9_]", "_").replaceAll("_+", "_").replaceAll("^_|_$", "");
    }
}
