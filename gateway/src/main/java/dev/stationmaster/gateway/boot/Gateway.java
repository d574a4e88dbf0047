package dev.stationmaster.gateway.boot;

import dev.stationmaster.gateway.GatewayConfig;
import dev.stationmaster.gateway.auth.Login;
import dev.stationmaster.gateway.auth.Sessions;
import dev.stationmaster.gateway.auth.Tokens;
import dev.stationmaster.gateway.broker.Brokers;
import dev.stationmaster.gateway.broker.NatsBrokers;
import dev.stationmaster.gateway.export.ExporterSite;
import dev.stationmaster.gateway.export.OwnMetrics;
import dev.stationmaster.gateway.http.HttpServer;
import dev.stationmaster.gateway.http.Limits;
import dev.stationmaster.gateway.management.DeadLetterAdmin;
import dev.stationmaster.gateway.rest.RestSite;
import dev.stationmaster.gateway.status.Readiness;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.MetadataConfig;
import dev.stationmaster.metadata.MetadataStores;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A running gateway: its listeners, and what stands behind them. Close order is the reverse of start order.
public final class Gateway implements AutoCloseable {
    private static final long BODY_BYTES_MIN = 4L * 1024 * 1024;
    private static final long BODY_BYTES_ABOVE_PAYLOAD = 1024 * 1024;
    private static final long EXPORTER_BODY_BYTES_MAX = 64 * 1024;

    /// Where it listens, as URLs.
    public record Addresses(String rest, String api, String exporter) {}

    private final Brokers brokers;
    private final MetadataStores metadata;
    private final Watch watch;
    private final Sessions sessions;
    private final HttpServer http;
    private final ScheduledExecutorService sweeper;
    private final Addresses addresses;

    /// Opens all ports. Brokers and database may still be coming up: what needs them answers 503 until then.
    ///
    /// @throws IOException when a port is taken
    public static Gateway start(GatewayConfig config) throws IOException {
        Brokers brokers = new NatsBrokers(config.brokers(), config.internalUser(), config.internalPassword()).start();
        MetadataStores metadata = MetadataStores.open(new MetadataConfig(
                config.metadata().jdbcUrl(),
                config.metadata().user(),
                config.metadata().password()));
        return start(config, brokers, metadata);
    }

    /// The same over given brokers and stores, for tests.
    public static Gateway start(GatewayConfig config, Brokers brokers, MetadataStores metadata) throws IOException {
        return new Gateway(config, brokers, metadata, Clock.systemUTC());
    }

    private Gateway(GatewayConfig config, Brokers brokers, MetadataStores metadata, Clock clock) throws IOException {
        this.brokers = brokers;
        this.metadata = metadata;
        this.watch = new Watch(brokers.internal()).start();
        this.sessions = new Sessions(brokers, clock);
        this.http = new HttpServer();
        this.sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("sweeper").factory());
        try {
            this.addresses = open(config, clock);
        } catch (IOException e) {
            close();
            throw e;
        }
        sweeper.scheduleWithFixedDelay(sessions::sweep, 30, 30, TimeUnit.SECONDS);
    }

    private Addresses open(GatewayConfig config, Clock clock) throws IOException {
        Tokens tokens = new Tokens(config.jwtSecret(), config.refreshJwtSecret(), clock);
        RestSite rest = new RestSite(tokens, sessions, new Login(tokens, sessions, clock), new Readiness(brokers));
        DeadLetterAdmin deadLetters = new DeadLetterAdmin(metadata, brokers.internal());
        Sites.Ports ports = new Sites.Ports();
        Sites sites = new Sites(config, brokers, metadata, watch, ports);
        OwnMetrics own = new OwnMetrics();
        own.sessions(sessions::count);
        ExporterSite exporter =
                new ExporterSite(watch, deadLetters::counts, config.monitors(), own, List.of("memphis"));
        String host = config.host();
        HttpServer.Port restPort =
                http.open(host, config.ports().rest(), Limits.of(this::bodyBytesMax), new MeasuredSite(rest, own));
        ports.rest = restPort.port();
        HttpServer.Port exporterPort =
                http.open(host, config.ports().exporter(), Limits.ofBody(EXPORTER_BODY_BYTES_MAX), exporter);
        ports.exporter = exporterPort.port();
        // Last, since a management API that answers is what others take for ready.
        HttpServer.Port apiPort = http.open(
                host, config.ports().api(), Limits.of(this::bodyBytesMax), sites.management(deadLetters, clock));
        ports.api = apiPort.port();
        return new Addresses(restPort.url(), apiPort.url(), exporterPort.url() + "/metrics");
    }

    /// What the brokers take, and room for a JSON array around it.
    private long bodyBytesMax() {
        return Math.max(BODY_BYTES_MIN, brokers.maxPayload() + BODY_BYTES_ABOVE_PAYLOAD);
    }

    public Addresses addresses() {
        return addresses;
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        http.close();
        sessions.close();
        watch.close();
        brokers.close();
        metadata.close();
    }
}
