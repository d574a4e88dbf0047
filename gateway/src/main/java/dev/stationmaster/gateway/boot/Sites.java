package dev.stationmaster.gateway.boot;

import dev.stationmaster.gateway.GatewayConfig;
import dev.stationmaster.gateway.broker.Brokers;
import dev.stationmaster.gateway.management.AdminTokens;
import dev.stationmaster.gateway.management.Caller;
import dev.stationmaster.gateway.management.DashboardRoutes;
import dev.stationmaster.gateway.management.DeadLetterAdmin;
import dev.stationmaster.gateway.management.ManagementSite;
import dev.stationmaster.gateway.management.MessageBrowser;
import dev.stationmaster.gateway.management.MonitoringRoutes;
import dev.stationmaster.gateway.management.SessionView;
import dev.stationmaster.gateway.management.StationAdmin;
import dev.stationmaster.gateway.management.StationForms;
import dev.stationmaster.gateway.management.StationOverview;
import dev.stationmaster.gateway.management.StationRoutes;
import dev.stationmaster.gateway.management.Supervisor;
import dev.stationmaster.gateway.management.UserLogin;
import dev.stationmaster.gateway.management.UserRoutes;
import dev.stationmaster.gateway.management.console.ClusterQuery;
import dev.stationmaster.gateway.management.console.ConsoleRoutes;
import dev.stationmaster.gateway.management.console.MessagesQuery;
import dev.stationmaster.gateway.management.console.StationQuery;
import dev.stationmaster.gateway.management.console.StationsQuery;
import dev.stationmaster.gateway.view.ConnectView;
import dev.stationmaster.gateway.watch.ClusterReply;
import dev.stationmaster.gateway.watch.Watch;
import dev.stationmaster.metadata.MetadataStores;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Puts the management API together.
final class Sites {
    private static final String VERSION = "0.1.0";

    private final GatewayConfig config;
    private final Brokers brokers;
    private final MetadataStores metadata;
    private final Watch watch;
    private final Ports ports;

    /// Where this gateway listens, once that is known.
    static final class Ports {
        volatile int rest;
        volatile int api;
        volatile int exporter;
    }

    Sites(GatewayConfig config, Brokers brokers, MetadataStores metadata, Watch watch, Ports ports) {
        this.config = config;
        this.brokers = brokers;
        this.metadata = metadata;
        this.watch = watch;
        this.ports = ports;
    }

    ManagementSite management(DeadLetterAdmin deadLetters, Clock clock) {
        UserLogin login = new UserLogin(
                metadata.users(), new AdminTokens(config.jwtSecret(), config.refreshJwtSecret(), clock), clock);
        StationAdmin stations = new StationAdmin(brokers.internal());
        MessageBrowser browser = new MessageBrowser(brokers.internal());
        StationForms forms = new StationForms(watch, metadata, deadLetters);
        StationOverview overview = new StationOverview(stations, browser, watch, metadata, deadLetters);
        UserRoutes users = new UserRoutes(login, this::endpoints);
        StationRoutes stationRoutes = new StationRoutes(stations, forms, deadLetters, browser, metadata);
        MonitoringRoutes monitoring = new MonitoringRoutes(watch, forms, overview, deadLetters, VERSION);
        ConsoleRoutes console = console(stations, deadLetters);
        return new ManagementSite(login)
                .with((router, _) -> users.addTo(router))
                .with(stationRoutes::addTo)
                .with((router, _) -> monitoring.addTo(router))
                .with(console::addTo)
                .with((router, _) -> new DashboardRoutes(watch).addTo(router));
    }

    private ConsoleRoutes console(StationAdmin stations, DeadLetterAdmin deadLetters) {
        Supervisor supervisor =
                new Supervisor(Optional.ofNullable(config.supervisorSocket()).map(Path::of));
        return new ConsoleRoutes(
                new ClusterQuery(
                        watch,
                        supervisor,
                        metadata,
                        deadLetters,
                        () -> new ClusterQuery.Gateway(VERSION, ports.rest, ports.api, ports.exporter)),
                new StationsQuery(watch, metadata, deadLetters),
                new StationQuery(watch, stations, metadata, deadLetters),
                new MessagesQuery(brokers.internal(), stations, watch, metadata),
                stations,
                deadLetters,
                supervisor,
                this::connect);
    }

    private SessionView.Endpoints endpoints() {
        return new SessionView.Endpoints(
                config.host(),
                ports.api,
                portOf(clients().getFirst()),
                ports.rest,
                websocketPort(),
                brokers.maxPayload());
    }

    private ConnectView connect(Caller caller) {
        List<String> clients = clients();
        return new ConnectView(
                config.host(),
                portOf(clients.getFirst()),
                clients,
                websocketPort(),
                ports.rest,
                ports.api,
                ports.exporter,
                caller.username(),
                1);
    }

    private List<String> clients() {
        return config.brokers().stream()
                .map(url -> url.replaceFirst("^nats://", ""))
                .toList();
    }

    private int websocketPort() {
        return watch.look().cluster().map(ClusterReply::nodeList).orElse(List.of()).stream()
                .map(node -> portOf(node.websocket() == null ? "" : node.websocket()))
                .filter(port -> port > 0)
                .findFirst()
                .orElse(0);
    }

    private static int portOf(String address) {
        int colon = address.lastIndexOf(':');
        try {
            return colon < 0 ? 0 : Integer.parseInt(address.substring(colon + 1));
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
