package dev.stationmaster.engine.monitor;

import dev.stationmaster.engine.monitor.Page.Answer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// All paths of the monitoring port. Thread-safe.
final class MonitorPages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> requests = new ConcurrentHashMap<>();

    record Reply(int status, String contentType, byte[] body) {
        static Reply text(int status, String text) {
            return new Reply(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }
    }

    MonitorPages(MonitorSources sources) {
        SmallPages small = new SmallPages(sources);
        pages.put("/varz", new VarzPage(sources, requests));
        pages.put("/connz", new ConnzPage(sources));
        pages.put("/routez", small::routez);
        pages.put("/gatewayz", small::gatewayz);
        pages.put("/leafz", small::leafz);
        pages.put("/subsz", new SubszPage(sources));
        pages.put("/subscriptionsz", new SubszPage(sources));
        pages.put("/accountz", small::accountz);
        pages.put("/accstatz", small::accstatz);
        pages.put("/jsz", small::jsz);
        pages.put("/healthz", small::healthz);
        pages.keySet().forEach(path -> requests.put(path, new LongAdder()));
        requests.put("/", new LongAdder());
    }

    /// @param path as asked, doubled slashes included
    Reply reply(String path, Map<String, String> parameters) {
        String clean = path.replaceAll("/{2,}", "/");
        LongAdder count = requests.get(clean);
        if (count != null) {
            count.increment();
        }
        if (clean.equals("/")) {
            return new Reply(200, "text/html; charset=utf-8", index().getBytes(StandardCharsets.UTF_8));
        }
        Page page = pages.get(clean);
        if (page == null) {
            return Reply.text(404, "404 page not found\n");
        }
        try {
            Answer answer = page.answer(new Query(parameters));
            return json(answer, clean.equals("/healthz"), parameters.getOrDefault("callback", ""));
        } catch (Query.BadParameter bad) {
            return Reply.text(400, bad.getMessage() + "\n");
        }
    }

    private static Reply json(Answer answer, boolean compact, String callback) {
        ObjectWriter writer = compact ? JSON.writer() : JSON.writerWithDefaultPrettyPrinter();
        String body = writer.writeValueAsString(answer.json());
        boolean scripted = callback.matches("[A-Za-z0-9_.$]{1,100}");
        String text = scripted ? callback + "(" + body + ")" : body;
        String type = scripted ? "application/javascript" : "application/json";
        return new Reply(answer.status(), type, text.getBytes(StandardCharsets.UTF_8));
    }

    private String index() {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><head><title>Stationmaster node</title></head>"
                + "<body><h1>Stationmaster node</h1><ul>");
        pages.keySet()
                .forEach(path -> html.append("<li><a href=\".")
                        .append(path)
                        .append("\">")
                        .append(path)
                        .append("</a></li>"));
        return html.append("</ul></body></html>\n").toString();
    }
}
