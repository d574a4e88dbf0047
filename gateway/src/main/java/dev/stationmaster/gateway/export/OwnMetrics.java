package dev.stationmaster.gateway.export;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/// The gateway's own metrics: REST requests, sessions, and the process. Thread-safe.
public final class OwnMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public OwnMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    public void sessions(Supplier<Number> count) {
        Gauge.builder("memphis_rest_sessions", count)
                .description("Broker connections of REST logins")
                .register(registry);
    }

    /// @param path the route, not what was sent: its values must stay few
    public void request(String path, String method, int status, Duration time) {
        Timer.builder("memphis_rest_request")
                .description("REST requests")
                .tag("path", path)
                .tag("method", method)
                .tag("code", Integer.toString(status))
                .register(registry)
                .record(time);
        registry.counter("memphis_rest_requests", "path", path, "method", method, "code", Integer.toString(status))
                .increment();
    }

    String text() {
        return registry.scrape();
    }
}
