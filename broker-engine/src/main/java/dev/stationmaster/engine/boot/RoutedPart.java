package dev.stationmaster.engine.boot;

import dev.stationmaster.engine.NodeConfig;
import dev.stationmaster.engine.jsapi.NoJetStream;
import dev.stationmaster.engine.link.Formed;
import dev.stationmaster.engine.link.RouteCard;
import dev.stationmaster.engine.link.RouteCluster;
import dev.stationmaster.engine.link.RouteSettings;
import dev.stationmaster.engine.link.Seat;
import dev.stationmaster.engine.router.SwitchBoard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a bare broker with routes has beside one by itself: links, addresses of the others for its clients, and streams
/// that are opened when it is known who keeps them.
final class RoutedPart implements RouteCluster.Listener {
    private static final Logger log = LoggerFactory.getLogger(RoutedPart.class);

    /// What clients are told at first shall hold those who are there already.
    private static final Duration LINK_WAIT_MAX = Duration.ofSeconds(1);

    /// Below the ports that the system gives to connections, so that one that is kept is free at the next start too.
    private static final int RAFT_PORT_LEAST = 20_000;

    private static final int RAFT_PORT_MOST = 32_000;

    /// Opens the streams of a member.
    interface Opener {
        StreamPart open(NodeConfig member) throws Exception;
    }

    private final NodeConfig alone;
    private final RouteSettings settings;
    private final ClientTerms terms;
    private final SwitchBoard board;
    private final ClientPart clients;
    private final ClusterFile file;
    private final Optional<Formed> before;
    private final RouteCluster cluster;
    private final LateStreams streams;
    private @Nullable Opener opener;
    private String refused = "";

    /// @throws StartFailure when the store is not one for this cluster
    RoutedPart(NodeConfig alone, RouteSettings settings, NodeParts parts, String serverId, ClientPart clients) {
        this.alone = alone;
        this.settings = settings;
        this.terms = parts.terms();
        this.board = parts.board();
        this.clients = clients;
        this.file = new ClusterFile(alone.directory());
        if (terms.jetstream() && file.isOfSingleBroker() && !settings.routes().isEmpty()) {
            throw new StartFailure(
                    "SM-CLUSTER",
                    "the store " + alone.directory() + " keeps streams of a broker by itself; with 'cluster.routes' "
                            + settings.routes() + " it must be empty at first");
        }
        this.before =
                terms.jetstream() ? file.read(settings.name(), alone.serverName(), alone.secret()) : Optional.empty();
        RouteCard card = new RouteCard(
                alone.serverName(),
                serverId,
                settings.name().isEmpty() ? alone.clusterName() : settings.name(),
                !settings.name().isEmpty(),
                "",
                0,
                List.of(),
                terms.jetstream(),
                alone.secret(),
                terms.jetstream() ? raftPort() : 0);
        this.cluster = new RouteCluster(settings, card, before, board, this);
        this.streams = new LateStreams(
                this::routes,
                this::described,
                terms.jetstream()
                        ? Optional.of("JetStream waits for the brokers that 'cluster.routes' names")
                        : Optional.empty());
    }

    private int raftPort() {
        Optional<Integer> kept = before.flatMap(formed -> formed.seats().stream()
                .filter(seat -> seat.name().equals(alone.serverName()))
                .map(Seat::raftPort)
                .findFirst());
        if (kept.isEmpty()) {
            return settings.raftPort().orElseGet(this::freePort);
        }
        if (settings.raftPort().orElse(kept.get()) != kept.get()) {
            throw new StartFailure(
                    "SM-CLUSTER",
                    "'cluster.raft_port' is " + settings.raftPort().getAsInt() + ", but cluster '" + settings.name()
                            + "' was formed with " + kept.get() + " for broker '" + alone.serverName() + "'",
                    2,
                    null);
        }
        return kept.get();
    }

    private int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(RAFT_PORT_LEAST, RAFT_PORT_MOST);
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(settings.host(), port));
                return port;
            } catch (IOException taken) {
                // Another one, then.
            }
        }
        throw new StartFailure(
                "SM-PORT-TAKEN",
                "no free port for replicas between " + RAFT_PORT_LEAST + " and " + RAFT_PORT_MOST
                        + "; name one as 'cluster.raft_port'",
                3,
                null);
    }

    RouteCluster cluster() {
        return cluster;
    }

    LateStreams streams() {
        return streams;
    }

    /// The listener of clients is bound, and takes nobody yet.
    void start(Opener how) throws Exception {
        opener = how;
        board.join(cluster.links());
        clients.announce(cluster.name(), ownAddresses(), List.of());
        if (before.isPresent()) {
            open(before.get());
        } else if (terms.jetstream()) {
            refused = NoJetStream.serveForNow(
                    board, terms.homes().getFirst().space().prefix());
        }
        cluster.start(settings.noAdvertise() ? List.of() : ownAddresses());
        cluster.awaitLinks(LINK_WAIT_MAX);
    }

    private List<String> ownAddresses() {
        return ClientAddresses.of(alone.host(), clients.port(), terms.advertise());
    }

    @Override
    public void onLinked(List<RouteCard> others, String name) {
        clients.announce(
                name,
                ownAddresses(),
                settings.noAdvertise()
                        ? List.of()
                        : others.stream()
                                .flatMap(card -> card.clientUrls().stream())
                                .toList());
    }

    @Override
    public void onFormed(Formed formed) {
        Thread.ofPlatform().name("forming").daemon().start(() -> {
            try {
                if (!settings.routes().isEmpty()) {
                    file.write(settings.name(), formed);
                }
                open(formed);
            } catch (Exception failure) {
                log.error("streams of cluster '{}' are not opened: {}", settings.name(), failure.getMessage(), failure);
            }
        });
    }

    private void open(Formed formed) throws Exception {
        Opener how = opener;
        if (how == null) {
            throw new IllegalStateException("not started");
        }
        if (!refused.isEmpty()) {
            board.withdraw(refused);
        }
        StreamPart opened = how.open(member(formed));
        streams.join(opened.sink(), opened.report());
    }

    private NodeConfig member(Formed formed) {
        String host = settings.host();
        int node = 0;
        for (Seat seat : formed.seats()) {
            node = seat.name().equals(alone.serverName()) ? seat.node() : node;
        }
        int own = node;
        List<NodeConfig.Member> members = formed.seats().stream()
                .map(seat -> new NodeConfig.Member(
                        seat.node(),
                        seat.diskId(),
                        seat.node() == own ? host : seat.host(),
                        seat.node() == own ? alone.ports().client() : 0,
                        seat.raftPort(),
                        0))
                .toList();
        return new NodeConfig(
                own,
                alone.serverName(),
                settings.name(),
                formed.id(),
                alone.directory(),
                host,
                alone.ports(),
                members,
                alone.sync(),
                alone.syncInterval(),
                alone.maxPayload(),
                alone.access(),
                Optional.empty());
    }

    private List<Map<String, Object>> routes() {
        return cluster.linked().stream().map(RoutedPart::route).toList();
    }

    private static Map<String, Object> route(RouteCard card) {
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("remote_id", card.serverId());
        route.put("remote_name", card.name());
        route.put("ip", card.host());
        route.put("port", card.port());
        return route;
    }

    private Map<String, Object> described() {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", cluster.name());
        described.put("addr", settings.host());
        described.put("cluster_port", cluster.port());
        described.put(
                "urls",
                settings.routes().stream().map(RouteSettings.Target::toString).toList());
        return described;
    }
}
